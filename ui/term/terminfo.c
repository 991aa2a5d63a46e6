#include "terminfo.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

#include "base/language.h"

int terminfo_check(const char *type, struct why *why)
{
	const char *cup;
	int found;

	if (setupterm(type, STDOUT_FILENO, &found) == ERR)
		return why_set(why, ERR_UNSUPPORTED,
			       _("The terminal type '%.40s' (TERM) is not known here. Set TERM to "
				 "one that is, for instance xterm-256color, linux or vt100."),
			       type);
	cup = tigetstr("cup");
	del_curterm(cur_term);
	if (cup && cup != (char *)-1)
		return 0;
	return why_set(why, ERR_UNSUPPORTED,
		       _("The terminal type '%.40s' (TERM) cannot place the cursor. --plain works "
			 "without a screen."),
		       type);
}
