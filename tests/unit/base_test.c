/* Errors, memory, buffers, clock, random numbers and the hash table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/random.h"

/* Lets a test ask for more memory than there is. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void err_name__every_error__has_a_word_of_its_own(void **state)
{
	(void)state;
	for (int a = ERR_TLS; a <= 0; a++) {
		assert_string_not_equal(err_name(a), "unknown");
		for (int b = ERR_TLS; b < a; b++)
			assert_string_not_equal(err_name(a), err_name(b));
	}
	assert_string_equal(err_name(ERR_TLS - 1), "unknown");
	assert_string_equal(err_name(1), "unknown");
	assert_string_equal(err_name(INT32_MIN), "unknown");
}

static void why_set__returns_the_error_and_fills_the_sentence(void **state)
{
	struct why why;

	(void)state;
	assert_int_equal(why_set(&why, ERR_IO, "no %s", "disk"), ERR_IO);
	assert_string_equal(why.text, "no disk");
	assert_int_equal(why_set(NULL, ERR_TLS, "nobody asks"), ERR_TLS);
}

static void why_set__too_long__is_cut_between_characters(void **state)
{
	struct why why;
	char text[400];

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "é", 3);
	why_set(&why, ERR_IO, "%s", text);
	assert_int_equal(strlen(why.text), sizeof(why.text) - 2);
	why_set(&why, ERR_IO, "x%s", text);
	assert_int_equal(strlen(why.text), sizeof(why.text) - 1);
}

static void mem_new__is_zeroed_and_never_null(void **state)
{
	unsigned char *bytes = mem_new(100, 3);
	void *none = mem_new(0, 8);

	(void)state;
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(bytes[i], 0);
	assert_non_null(none);
	free(bytes);
	free(none);
}

static void mem_dup__null_stays_null(void **state)
{
	char *copy = mem_dup_n("receptionist", 9);

	(void)state;
	assert_null(mem_dup(NULL));
	assert_null(mem_dup_n(NULL, 0));
	assert_string_equal(copy, "reception");
	free(copy);
}

static void mem_printf__formats_into_new_memory(void **state)
{
	char *text = mem_printf("%s has %d calls", "Desk 1", 3);

	(void)state;
	assert_string_equal(text, "Desk 1 has 3 calls");
	free(text);
}

static void mem_set__tells_whether_the_text_changed(void **state)
{
	char *slot = NULL;

	(void)state;
	assert_int_equal(mem_set(&slot, NULL), 0);
	assert_int_equal(mem_set(&slot, "idle"), 1);
	assert_int_equal(mem_set(&slot, "idle"), 0);
	assert_int_equal(mem_set(&slot, slot), 0);
	assert_int_equal(mem_set(&slot, slot + 2), 1);
	assert_string_equal(slot, "le");
	assert_int_equal(mem_set(&slot, NULL), 1);
	assert_null(slot);
}

static void mem_wipe__leaves_nothing(void **state)
{
	char secret[] = "hunter2";

	(void)state;
	mem_wipe(secret, sizeof(secret));
	for (size_t i = 0; i < sizeof(secret); i++)
		assert_int_equal(secret[i], 0);
	mem_wipe(NULL, 0);
}

static void restore(void)
{
	if (write(STDERR_FILENO, "restored ", 9) != 9)
		_exit(99);
}

/* Runs exhaust in a child and gives what it wrote to standard error. */
static int exhausted_child(void (*exhaust)(void), char *out, size_t cap)
{
	int pipes[2], status;
	ssize_t len;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		dup2(pipes[1], STDERR_FILENO);
		mem_on_exhausted(restore);
		exhaust();
		_exit(0);
	}
	close(pipes[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	len = read(pipes[0], out, cap - 1);
	out[len > 0 ? len : 0] = '\0';
	close(pipes[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void ask_for_overflow(void)
{
	free(mem_resize(NULL, SIZE_MAX / 2, 3));
}

static void mem_resize__overflow__runs_the_hook_says_so_and_ends(void **state)
{
	char text[8192];

	(void)state;
	assert_int_equal(exhausted_child(ask_for_overflow, text, sizeof(text)), EXIT_FAILURE);
	assert_non_null(strstr(text, "restored frontdesk: out of memory\n"));
}

static void buf__is_a_terminated_string_from_the_start(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_string_equal(b.data, "");
	buf_add_str(&b, "ab");
	buf_add_char(&b, 'c');
	buf_printf(&b, "%d", 42);
	assert_string_equal(b.data, "abc42");
	assert_int_equal(b.len, 5);
	buf_clear(&b);
	assert_string_equal(b.data, "");
	buf_free(&b);
	assert_string_equal(b.data, "");
}

static void buf_add__past_the_maximum__adds_nothing(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	assert_int_equal(buf_add_str(&b, "12345678"), 0);
	assert_int_equal(buf_add_char(&b, '9'), ERR_LIMIT);
	assert_string_equal(b.data, "12345678");
	buf_drop(&b, 3);
	assert_int_equal(buf_printf(&b, "%s", "abcd"), ERR_LIMIT);
	assert_string_equal(b.data, "45678");
	assert_int_equal(buf_add_str(&b, "abc"), 0);
	assert_string_equal(b.data, "45678abc");
	assert_int_equal(buf_reserve(&b, SIZE_MAX), ERR_LIMIT);
	buf_free(&b);
}

static void buf_add__keeps_what_it_held_while_it_grows(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, SIZE_MAX);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(buf_printf(&b, "%03d ", i), 0);
	assert_int_equal(b.len, 4000);
	assert_memory_equal(b.data + 4 * 517, "517 ", 4);
	buf_free(&b);
}

static void buf_drop__more_than_there_is__empties(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_drop(&b, 1);
	buf_add_str(&b, "abc");
	buf_drop(&b, 99);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	buf_free(&b);
}

static void buf_take__hands_over_memory_even_when_empty(void **state)
{
	struct buf b;
	char *text;

	(void)state;
	buf_init(&b, 10);
	text = buf_take(&b);
	assert_string_equal(text, "");
	free(text);
	buf_add_str(&b, "abc");
	text = buf_take(&b);
	assert_string_equal(text, "abc");
	assert_int_equal(b.len, 0);
	free(text);
	buf_free(&b);
}

static void clock__real__only_grows(void **state)
{
	int64_t us = clock_mono_us(), ms = clock_mono_ms();

	(void)state;
	assert_false(clock_is_fake());
	assert_true(clock_mono_us() >= us);
	assert_true(clock_mono_ms() >= ms);
	assert_true(clock_wall_ms() > 1700000000000);
}

static void clock_fake__stops_until_stepped(void **state)
{
	int64_t us = clock_mono_us();

	(void)state;
	clock_fake(1795300763123);
	assert_true(clock_is_fake());
	assert_int_equal(clock_wall_ms(), 1795300763123);
	assert_int_equal(clock_mono_ms(), 1795300763123);
	clock_step(877);
	assert_int_equal(clock_wall_ms(), 1795300764000);
	assert_int_equal(clock_mono_ms(), 1795300764000);
	assert_true(clock_mono_us() - us < 60 * 1000000);
	clock_real();
	assert_false(clock_is_fake());
}

static void random_hex__is_lower_case_hex_and_never_repeats(void **state)
{
	char a[65], b[65];

	(void)state;
	random_hex(a, 32);
	random_hex(b, 32);
	assert_int_equal(strlen(a), 64);
	assert_int_equal(strspn(a, "0123456789abcdef"), 64);
	assert_string_not_equal(a, b);
}

static void random_next__follows_splitmix64(void **state)
{
	struct random_seq seq;

	(void)state;
	random_seed(&seq, 1234567);
	assert_true(random_next(&seq) == 6457827717110365317u);
	assert_true(random_next(&seq) == 3203168211198807973u);
}

static void random_below__reaches_all_and_nothing_else(void **state)
{
	struct random_seq seq;
	unsigned counts[7] = {0};

	(void)state;
	random_seed(&seq, 1);
	for (int i = 0; i < 70000; i++) {
		uint32_t value = random_below(&seq, 7);

		assert_true(value < 7);
		counts[value]++;
	}
	for (size_t i = 0; i < 7; i++)
		assert_in_range(counts[i], 9500, 10500);
	assert_int_equal(random_below(&seq, 1), 0);
}

static void random_wait__has_its_mean_and_an_exponential_tail(void **state)
{
	struct random_seq seq;
	int64_t sum = 0;
	unsigned longer = 0;

	(void)state;
	random_seed(&seq, 2);
	for (int i = 0; i < 100000; i++) {
		int64_t wait = random_wait(&seq, 1000);

		assert_true(wait >= 0);
		sum += wait;
		longer += wait > 3000;
	}
	assert_in_range(sum / 100000, 985, 1015);
	assert_in_range(longer, 4700, 5300); /* e^-3 = 4.98 % */
}

struct entry {
	int key;
	UT_hash_handle hh;
};

static void hash__iterates_in_insertion_order_and_may_remove_meanwhile(void **state)
{
	static const int keys[] = {30, 10, 20, 40};
	struct entry *table = NULL, *entry, *next;
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		entry = mem_new(1, sizeof(*entry));
		entry->key = keys[i];
		HASH_ADD_INT(table, key, entry);
	}
	HASH_ITER (hh, table, entry, next) {
		assert_int_equal(entry->key, keys[seen++]);
		HASH_DEL(table, entry);
		free(entry);
	}
	assert_int_equal(seen, 4);
	assert_null(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_name__every_error__has_a_word_of_its_own),
		cmocka_unit_test(why_set__returns_the_error_and_fills_the_sentence),
		cmocka_unit_test(why_set__too_long__is_cut_between_characters),
		cmocka_unit_test(mem_new__is_zeroed_and_never_null),
		cmocka_unit_test(mem_dup__null_stays_null),
		cmocka_unit_test(mem_printf__formats_into_new_memory),
		cmocka_unit_test(mem_set__tells_whether_the_text_changed),
		cmocka_unit_test(mem_wipe__leaves_nothing),
		cmocka_unit_test(mem_resize__overflow__runs_the_hook_says_so_and_ends),
		cmocka_unit_test(buf__is_a_terminated_string_from_the_start),
		cmocka_unit_test(buf_add__past_the_maximum__adds_nothing),
		cmocka_unit_test(buf_add__keeps_what_it_held_while_it_grows),
		cmocka_unit_test(buf_drop__more_than_there_is__empties),
		cmocka_unit_test(buf_take__hands_over_memory_even_when_empty),
		cmocka_unit_test(clock__real__only_grows),
		cmocka_unit_test(clock_fake__stops_until_stepped),
		cmocka_unit_test(random_hex__is_lower_case_hex_and_never_repeats),
		cmocka_unit_test(random_next__follows_splitmix64),
		cmocka_unit_test(random_below__reaches_all_and_nothing_else),
		cmocka_unit_test(random_wait__has_its_mean_and_an_exponential_tail),
		cmocka_unit_test(hash__iterates_in_insertion_order_and_may_remove_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
