/* Tests in German, on a machine that has no German locale. */
#ifndef SUPPORT_GERMAN_H
#define SUPPORT_GERMAN_H

/* Set-up and tear-down of a test whose state is a front (front.h), with everything in German; the
 * tear-down leaves English behind, whatever language was used. */
int german_setup(void **state);
int german_teardown(void **state);

#endif
