/* Errors: functions that can fail return 0 or one of these negative numbers.
 * Where the person needs more than the number, the function also fills a struct why. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
	ERR_INVALID = -1,     /* not understood: syntax, type, range */
	ERR_LIMIT = -2,       /* too large, too deep, too many */
	ERR_NOT_FOUND = -3,   /* no such thing */
	ERR_IO = -4,          /* the system refused; errno was put into the text */
	ERR_DENIED = -5,      /* not allowed for this user, wrong credentials */
	ERR_CONFLICT = -6,    /* exists already, or changed under us */
	ERR_CLOSED = -7,      /* the other side has gone */
	ERR_UNSUPPORTED = -8, /* cannot be done here */
	ERR_BUSY = -9,        /* not now, try again */
	ERR_TIMEOUT = -10,    /* no answer in time */
	ERR_SCHEMA = -11,     /* data of a newer version of this program */
	ERR_TLS = -12,        /* certificate does not verify */
};

/* A short English word for err, never NULL: for logs. */
const char *err_name(int err);

/* The person's sentence about a failure. Always terminated; cut at its end if too long. */
struct why {
	char text[256];
};

/* Fills why (which may be NULL) and returns err, so that "return why_set(why, ERR_IO, …)" reads. */
int why_set(struct why *why, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
