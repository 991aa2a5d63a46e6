/* Text in lines of a width. */
#ifndef WIDGET_WRAP_H
#define WIDGET_WRAP_H

struct wrap {
	char **line;
	int count;
	int cols; /* of the widest */
};

/* Lines break at newlines, and at blanks (else anywhere) where they are longer than cols.
 * Free with wrap_free(). */
void wrap_make(struct wrap *wrap, const char *text, int cols);
void wrap_free(struct wrap *wrap);

#endif
