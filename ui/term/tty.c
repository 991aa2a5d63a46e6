#include "tty.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"

/* By its name; that may be out of reach (another user's, another mount), then by what it is. */
static int open_again(int fd, int mode)
{
	char name[256], self[64];
	const char *const paths[] = {name, self, "/dev/tty"};
	int again = -1;

	if (ttyname_r(fd, name, sizeof(name)) != 0)
		name[0] = '\0';
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	for (unsigned i = 0; i < sizeof(paths) / sizeof(paths[0]) && again < 0; i++)
		again = open(paths[i], mode | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	return again;
}

static void unblock(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0)
		fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int tty_open(struct tty *tty, int in, int out, bool no_tty, struct why *why)
{
	*tty = (struct tty){.in = in, .out = out};
	if (no_tty) {
		unblock(in);
		unblock(out);
		return 0;
	}
	if (!isatty(in) || !isatty(out))
		return why_set(
			why, ERR_UNSUPPORTED,
			_("Input and output must be a terminal. --plain works without one."));
	tty->in = open_again(in, O_RDONLY);
	tty->out = open_again(out, O_WRONLY);
	if (tty->in < 0 || tty->out < 0 || tcgetattr(tty->in, &tty->saved) < 0) {
		int error = errno;

		tty->own = true;
		tty_close(tty);
		return why_set(why, ERR_IO, _("Cannot open the terminal: %s."), strerror(error));
	}
	tty->is_tty = tty->own = true;
	return 0;
}

/* A file has its place in it, which a second description would not share; nothing there blocks. */
static int open_for_lines(int fd, int mode)
{
	struct stat status;
	int again = -1;

	if (fstat(fd, &status) < 0)
		return -1;
	if (isatty(fd))
		again = open_again(fd, mode);
	if (again < 0)
		again = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (again >= 0 && !isatty(fd) && !S_ISREG(status.st_mode))
		unblock(again);
	return again;
}

int tty_open_lines(struct tty *tty, int in, int out, struct why *why)
{
	*tty = (struct tty){.own = true};
	tty->in = open_for_lines(in, O_RDONLY);
	tty->out = open_for_lines(out, O_WRONLY);
	if (tty->in < 0 || tty->out < 0) {
		int error = errno;

		tty_close(tty);
		return why_set(why, ERR_IO, _("Cannot open input and output: %s."),
			       strerror(error));
	}
	tty->is_tty = isatty(tty->in) && isatty(tty->out) && tcgetattr(tty->in, &tty->saved) == 0;
	return 0;
}

void tty_close(struct tty *tty)
{
	if (tty->own) {
		if (tty->in >= 0)
			close(tty->in);
		if (tty->out >= 0)
			close(tty->out);
	}
	tty->in = tty->out = -1;
}

void tty_raw(const struct tty *tty)
{
	struct termios raw = tty->saved;

	if (!tty->is_tty)
		return;
	cfmakeraw(&raw);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(tty->in, TCSANOW, &raw);
}

void tty_keys(const struct tty *tty)
{
	struct termios keys = tty->saved;

	if (!tty->is_tty)
		return;
	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHOE | ECHOK | ECHONL | ISIG | IEXTEN);
	keys.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR);
	keys.c_oflag |= OPOST | ONLCR;
	keys.c_cc[VMIN] = 1;
	keys.c_cc[VTIME] = 0;
	tcsetattr(tty->in, TCSANOW, &keys);
}

/* A switch to another screen asks its owner, by a signal that nobody hears: it waits for ever. What
 * is killed owns nothing. */
void tty_hold_front(const struct tty *tty, bool hold)
{
	struct vt_mode mode = {.mode = hold ? VT_PROCESS : VT_AUTO,
			       .relsig = hold ? SIGURG : 0,
			       .acqsig = hold ? SIGURG : 0};

	if (tty->is_tty)
		ioctl(tty->in, VT_SETMODE, &mode);
}

void tty_restore(const struct tty *tty)
{
	if (tty->is_tty)
		tcsetattr(tty->in, TCSANOW, &tty->saved);
}

void tty_size(const struct tty *tty, int *rows, int *cols)
{
	struct winsize size;

	if (!tty->is_tty || ioctl(tty->out, TIOCGWINSZ, &size) < 0 || !size.ws_row || !size.ws_col)
		return;
	*rows = size.ws_row;
	*cols = size.ws_col;
}

bool tty_cell(const struct tty *tty, int *width, int *height)
{
	struct winsize size;

	if (!tty->is_tty || ioctl(tty->out, TIOCGWINSZ, &size) < 0 || !size.ws_row ||
	    !size.ws_col || size.ws_xpixel < size.ws_col || size.ws_ypixel < size.ws_row)
		return false;
	*width = size.ws_xpixel / size.ws_col;
	*height = size.ws_ypixel / size.ws_row;
	return true;
}

int tty_slow_baud(const struct tty *tty)
{
	static const struct {
		speed_t speed;
		int baud;
	} slow[] = {{B300, 300},   {B600, 600},   {B1200, 1200}, {B1800, 1800},
		    {B2400, 2400}, {B4800, 4800}, {B9600, 9600}, {B19200, 19200}};
	speed_t speed = tty->is_tty ? cfgetospeed(&tty->saved) : B0;

	for (unsigned i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
		if (slow[i].speed == speed)
			return slow[i].baud;
	return 0;
}
