# The catalogues of assets/po, as the programs read them: in the build tree's locale/, and installed
# in share/frontdesk/locale. Beside each lies what makes the language a locale of its own
# (src/base/language.c): the system's C.UTF-8 messages, so that nothing has to be generated.
find_program(MSGFMT msgfmt REQUIRED)
set(languages de)
foreach(language ${languages})
  set(folder ${CMAKE_BINARY_DIR}/locale/${language}/LC_MESSAGES)
  set(po ${CMAKE_SOURCE_DIR}/assets/po/${language}.po)
  file(MAKE_DIRECTORY ${folder})
  file(CREATE_LINK /usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES ${folder}/SYS_LC_MESSAGES
       SYMBOLIC)
  add_custom_command(OUTPUT ${folder}/frontdesk.mo
                     COMMAND ${MSGFMT} --check -o ${folder}/frontdesk.mo ${po} DEPENDS ${po})
  list(APPEND catalogues ${folder}/frontdesk.mo)
endforeach()
add_custom_target(languages ALL DEPENDS ${catalogues})
