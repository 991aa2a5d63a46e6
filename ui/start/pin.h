/* Trusting a certificate that no authority vouches for: asked once, then kept. */
#ifndef START_PIN_H
#define START_PIN_H

#include "base/err.h"
#include "widget/popup.h"

/* "y" trusts it. Free with popup_free(). */
struct popup *pin_question(const char *host, const char *sha256);
int pin_keep(const char *path, const char *pem, struct why *why);
/* What is said when it is not the one that was kept in path. Caller frees with free(). */
char *pin_changed(const char *host, const char *sha256, const char *path);

#endif
