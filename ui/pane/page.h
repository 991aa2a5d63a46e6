/* Pages of the contacts pane. */
#ifndef PANE_PAGE_H
#define PANE_PAGE_H

#include "pane.h"

enum page_kind { PAGE_ALL, PAGE_FAVOURITES, PAGE_DEPARTMENT, PAGE_TAG, PAGE_FILTER };

struct page {
	enum page_kind kind;
	char name[96];  /* of a department, tag or filter */
	char text[256]; /* what a filter searches for */
};

/* title "" is that of everybody; empty is said when nobody is on the page and must stay valid.
 * chosen: who is on a page of favourites, in their order. The selection goes to the first row where
 * the page is another than before. */
void pane_contacts_show(struct pane *pane, const struct page *page, const char *title,
			const char *empty, const char (*chosen)[PANE_REF_MAX], unsigned count);

#endif
