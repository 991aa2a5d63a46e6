#include "mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*exhausted_hook)(void);

void mem_on_exhausted(void (*hook)(void))
{
	exhausted_hook = hook;
}

static _Noreturn void exhausted(void)
{
	static const char text[] = "frontdesk: out of memory\n";
	ssize_t put;

	if (exhausted_hook)
		exhausted_hook();
	put = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)put;
	_exit(EXIT_FAILURE);
}

static void *checked(void *memory)
{
	if (!memory)
		exhausted();
	return memory;
}

void *mem_new(size_t count, size_t size)
{
	return checked(count && size ? calloc(count, size) : calloc(1, 1));
}

void *mem_resize(void *memory, size_t count, size_t size)
{
	return checked(count && size ? reallocarray(memory, count, size) : realloc(memory, 1));
}

char *mem_dup(const char *text)
{
	return text ? mem_dup_n(text, strlen(text)) : NULL;
}

char *mem_dup_n(const char *text, size_t len)
{
	char *copy;

	if (!text)
		return NULL;
	if (len == SIZE_MAX)
		exhausted();
	copy = checked(malloc(len + 1));
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_printf(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		exhausted();
	return text;
}

int mem_set(char **slot, const char *text)
{
	char *copy;

	if (*slot == text || (*slot && text && strcmp(*slot, text) == 0))
		return 0;
	copy = mem_dup(text);
	free(*slot);
	*slot = copy;
	return 1;
}

void mem_wipe(void *memory, size_t len)
{
	if (memory)
		explicit_bzero(memory, len);
}
