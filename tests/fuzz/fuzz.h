/* A harness is one function that takes any bytes. Under clang libFuzzer makes them up; everywhere
 * else replay.c gives it the files of its corpus. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <locale.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define must(condition) fuzz_must(condition, #condition, __FILE__, __LINE__)

static inline void fuzz_must(int holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: %s does not hold\n", file, line, what);
	abort();
}

static inline void fuzz_init(void)
{
	static int done;

	if (!done++)
		setlocale(LC_CTYPE, "C.UTF-8");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#endif
