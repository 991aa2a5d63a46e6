# What "cmake --install" puts where, and the Debian package that "cpack" makes of it. The programs
# find each other and the office's data from where they lie themselves, under any prefix.
set(doc ${CMAKE_INSTALL_DATAROOTDIR}/doc/frontdesk)

install(TARGETS frontdesk frontdesk-pabx RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(page man1/frontdesk.1 man5/frontdesk.conf.5 man8/frontdesk-pabx.8)
  get_filename_component(section ${page} DIRECTORY)
  install(FILES ${CMAKE_BINARY_DIR}/man/${page}.gz
          DESTINATION ${CMAKE_INSTALL_MANDIR}/${section})
endforeach()
foreach(name frontdesk frontdesk-pabx)
  install(FILES ${CMAKE_BINARY_DIR}/completions/${name}.bash RENAME ${name}
          DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
  install(FILES ${CMAKE_BINARY_DIR}/completions/${name}.zsh RENAME _${name}
          DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/zsh/vendor-completions)
  install(FILES ${CMAKE_BINARY_DIR}/completions/${name}.fish
          DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d)
endforeach()
foreach(folder keys themes office)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/assets/${folder}
          DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/frontdesk)
endforeach()
install(DIRECTORY ${CMAKE_BINARY_DIR}/locale
        DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/frontdesk)
install(FILES ${CMAKE_SOURCE_DIR}/assets/config/frontdesk.conf
              ${CMAKE_SOURCE_DIR}/assets/config/people.csv DESTINATION ${doc}/examples)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/assets/kiosk DESTINATION ${doc}/examples)
install(FILES ${CMAKE_SOURCE_DIR}/README.md DESTINATION ${doc})
install(FILES ${CMAKE_SOURCE_DIR}/src/wire/PROTOCOL.md DESTINATION ${doc})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${doc} RENAME copyright)
install(FILES ${CMAKE_SOURCE_DIR}/assets/systemd/frontdesk-pabx.service
        DESTINATION lib/systemd/system)
# The options of the service are the administrator's: an absolute place, in packages alone.
install(FILES ${CMAKE_SOURCE_DIR}/assets/systemd/frontdesk-pabx.default DESTINATION /etc/default
        RENAME frontdesk-pabx COMPONENT service EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME frontdesk)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The frontdesk project <root@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION comm)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded when the first photo is looked at: photos are shades without it.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libchafa0 | libchafa0t64")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "receptionist console for the terminal
 One screen says who is free, finds anybody from the first letter, and answers,
 calls, transfers, parks, messages and tags without a mouse: on a reception
 desk, over SSH, in tmux, on a slow line.
 .
 The package also has frontdesk-pabx, the telephone system that consoles connect
 to, with a simulated office to try and practise on.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/assets/systemd/conffiles)
set(CPACK_DEB_COMPONENT_INSTALL OFF)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
                                                GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_INSTALL_CMAKE_PROJECTS
    "${CMAKE_BINARY_DIR};frontdesk;ALL;/"
    "${CMAKE_BINARY_DIR};frontdesk;service;/")
include(CPack)
