#include "board.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/mem.h"
#include "base/random.h"
#include "figures.h"
#include "office/office.h"
#include "pabx/pabx.h"
#include "process.h"

enum {
	TICK_MS = 5,
	STAMP_EVERY = 2,    /* ticks */
	STAMP_DEVICES = 16, /* in turn, so that no two stamps of one frame are joined */
	STEPS_MAX = 4096,
	MAX_CLIENTS = 1024
};

/* The switch, in the child. */
struct phone {
	char name[72], extension[16], who[128];
	int64_t cID, blf;
};

struct wall {
	struct board_shared *shared;
	struct board_options options;
	struct loop *loop;
	struct pabx *pabx;
	const struct switch_events *events;
	void *ctx;
	struct phone *phones;
	unsigned count, next, ticks;
	int64_t since;
	uint64_t seq; /* when changes began */
	bool going;
	struct loop_timer *timer;
};

static void tell_phone(struct wall *w, const struct phone *phone, bool whole)
{
	struct wire_row *row = wire_row_new(WIRE_DEVICE);

	wire_row_set_text(row, WIRE_F(device, name), phone->name);
	wire_row_set_int(row, WIRE_F(device, blf), phone->blf);
	if (whole) {
		char extensions[32];

		snprintf(extensions, sizeof(extensions), "[\"%s\"]", phone->extension);
		wire_row_set_text(row, WIRE_F(device, label), phone->name + 4);
		wire_row_set_text(row, WIRE_F(device, extension), phone->extension);
		wire_row_set_text(row, WIRE_F(device, extensions), extensions);
		wire_row_set_text(row, WIRE_F(device, queues), "{}");
		wire_row_set_text(row, WIRE_F(device, state), "up");
		wire_row_set_int(row, WIRE_F(device, ownerID), phone->cID);
		wire_row_set_int(row, WIRE_F(device, userID), phone->cID);
	}
	w->events->row(w->ctx, row);
	wire_row_free(&row);
}

static void change(struct wall *w)
{
	struct phone *phone = &w->phones[w->next++ % w->count];

	phone->blf = !phone->blf;
	tell_phone(w, phone, false);
}

static uint32_t stamp(struct wall *w)
{
	uint32_t number = w->shared->told;

	w->shared->stamp[number % BOARD_STAMPS] = clock_mono_us();
	w->shared->told = number + 1;
	return number;
}

static void stamp_phone(struct wall *w)
{
	struct wire_row *row = wire_row_new(WIRE_DEVICE);
	char name[32], label[32];
	uint32_t number = stamp(w);

	snprintf(name, sizeof(name), "SIP/stamp-%u", number % STAMP_DEVICES);
	snprintf(label, sizeof(label), "T%lld", (long long)w->shared->stamp[number % BOARD_STAMPS]);
	wire_row_set_text(row, WIRE_F(device, name), name);
	wire_row_set_text(row, WIRE_F(device, label), label);
	wire_row_set_int(row, WIRE_F(device, ownerID), 1);
	w->events->row(w->ctx, row);
	wire_row_free(&row);
}

static void stamp_call(struct wall *w)
{
	struct wire_row *row = wire_row_new(WIRE_CALL);
	char name[32];

	snprintf(name, sizeof(name), "Stamp %06u", stamp(w));
	wire_row_set_text(row, WIRE_F(call, parent), "queue:Bench");
	wire_row_set_text(row, WIRE_F(call, cid), "bench");
	wire_row_set_text(row, WIRE_F(call, linked), "bench");
	wire_row_set_text(row, WIRE_F(call, kind), "external");
	wire_row_set_text(row, WIRE_F(call, party), "caller");
	wire_row_set_text(row, WIRE_F(call, state), "ring");
	wire_row_set_text(row, WIRE_F(call, queue), "Bench");
	wire_row_set_int(row, WIRE_F(call, since), clock_wall_ms());
	wire_row_set_text(row, WIRE_F(call, name), name);
	w->events->row(w->ctx, row);
	wire_row_free(&row);
}

static void tell_queue(struct wall *w)
{
	struct wire_row *row = wire_row_new(WIRE_QUEUE);

	wire_row_set_text(row, WIRE_F(queue, name), "Bench");
	wire_row_set_text(row, WIRE_F(queue, label), "Bench");
	wire_row_set_text(row, WIRE_F(queue, company), "default");
	w->events->row(w->ctx, row);
	wire_row_free(&row);
}

static void begin(struct wall *w)
{
	w->going = true;
	w->since = clock_mono_ms();
	w->seq = live_seq(w->pabx->live);
	loop_timer_set(w->timer, TICK_MS);
}

static void on_tick(void *ctx)
{
	struct wall *w = ctx;
	uint64_t due = w->seq + (uint64_t)((clock_mono_ms() - w->since) * w->options.rate / 1000);

	if (w->options.stamped && w->ticks++ % STAMP_EVERY == 0)
		stamp_phone(w);
	for (int i = 0; i < STEPS_MAX && live_seq(w->pabx->live) < due; i++)
		change(w);
	if (w->going)
		loop_timer_set(w->timer, TICK_MS);
}

static void wall_start(void *impl, const struct switch_events *events, void *ctx)
{
	struct wall *w = impl;

	w->events = events;
	w->ctx = ctx;
	for (unsigned i = 0; i < w->count; i++)
		tell_phone(w, &w->phones[i], true);
	tell_queue(w);
	events->available(ctx, true, "");
}

static void wall_command(void *impl, const struct switch_command *command, uint64_t ticket,
			 switch_answer_fn answer, void *ctx)
{
	(void)impl, (void)command;
	answer(ctx, ticket, &(struct switch_answer){.reason = WIRE_R_UNSUPPORTED});
}

static void wall_free(void **impl)
{
	*impl = NULL;
}

static const char *const can[] = {NULL};
static const struct switch_ops wall_ops = {.name = "bench",
					   .can = can,
					   .start = wall_start,
					   .command = wall_command,
					   .free = wall_free};

/* As the console lists them: the first changes are seen. */
static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct phone *)a)->who, ((const struct phone *)b)->who);
}

static void read_phones(struct wall *w, const char *folder)
{
	char *path = mem_printf("%s/people.csv", folder);
	struct csv *csv;
	struct why why;

	if (csv_open(path, &csv, &why))
		cannot("%s", why.text);
	free(path);
	while (csv_next(csv, &why) > 0) {
		w->phones = mem_resize(w->phones, w->count + 1, sizeof(*w->phones));
		struct phone *phone = &w->phones[w->count];
		*phone = (struct phone){.cID = strtoll(csv_get(csv, "cid"), NULL, 10)};
		snprintf(phone->name, sizeof(phone->name), "SIP/%s", csv_get(csv, "login"));
		snprintf(phone->extension, sizeof(phone->extension), "%s",
			 csv_get(csv, "extension"));
		snprintf(phone->who, sizeof(phone->who), "%s", csv_get(csv, "name"));
		if (phone->cID)
			w->count++;
	}
	csv_free(&csv);
	qsort(w->phones, w->count, sizeof(*w->phones), by_name);
	if (!w->count)
		cannot("%s has no people", folder);
}

/* A letter from the benchmark: + and - for changes on and off, b for a BLF, s for a stamp. */
static void on_letter(void *ctx, int fd, unsigned ready)
{
	struct wall *w = ctx;
	char letter;

	(void)ready;
	if (read(fd, &letter, 1) != 1)
		loop_stop(w->loop);
	else if (letter == '+')
		begin(w);
	else if (letter == '-')
		w->going = false;
	else if (letter == 'b')
		change(w);
	else
		stamp_call(w);
}

static void run(struct wall *w, const char *folder, int key_fd, int control)
{
	const struct pabx_options options = {.host = "127.0.0.1",
					     .import = folder,
					     .one_life_key_fd = key_fd,
					     .demo_accounts = true};
	struct why why;

	read_phones(w, folder);
	loop_raise_file_limit();
	w->loop = loop_new(MAX_CLIENTS);
	w->timer = loop_timer_new(w->loop, on_tick, w);
	if (pabx_open(w->loop, &options, (struct switch_handle){&wall_ops, w}, &w->pabx, &why))
		cannot("%s", why.text);
	struct loop_fd *letters = loop_fd_add(w->loop, control, LOOP_READ, on_letter, w);
	w->shared->port = pabx_port(w->pabx);
	loop_turn(w->loop, 0);
	loop_lag(w->loop, true);
	loop_run(w->loop);
	w->shared->hold_us = loop_lag(w->loop, false);
	loop_fd_remove(&letters);
	pabx_free(&w->pabx);
	loop_timer_free(&w->timer);
	loop_free(&w->loop);
}

static void make_folder(char *folder, size_t cap, const struct board_options *options)
{
	static unsigned number;
	struct why why;

	snprintf(folder, cap, "%s/office-%u", bench_folder(), number++);
	mkdir(folder, 0700);
	if (office_generate(OFFICE_DATA, folder, options->people, options->addresses, &why))
		cannot("%s", why.text);
}

static void make_key(struct board *board, int *fd)
{
	int key[2];
	char id[17], secret[65];

	random_hex(id, 8);
	random_hex(secret, 32);
	snprintf(board->secret, sizeof(board->secret), "%s.%s", id, secret);
	key_write(board->secret, board->key, sizeof(board->key));
	if (pipe2(key, O_CLOEXEC) || dprintf(key[1], "reception %s\n", board->secret) < 0)
		cannot("no pipe: %m");
	close(key[1]);
	*fd = key[0];
}

static void wait_port(struct board *board)
{
	enum { LOOK_MS = 2 };

	while (!board->shared->port) {
		if (waitpid(board->pid, NULL, WNOHANG) == board->pid)
			cannot("the telephone system of the benchmark has ended");
		poll(NULL, 0, LOOK_MS);
	}
	snprintf(board->address, sizeof(board->address), "127.0.0.1:%d", board->shared->port);
}

void board_start(struct board *board, const struct board_options *options)
{
	char folder[PATH_MAX];
	int letters[2], key;

	*board = (struct board){0};
	board->shared = mmap(NULL, sizeof(*board->shared), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	make_folder(folder, sizeof(folder), options);
	make_key(board, &key);
	if (board->shared == MAP_FAILED || pipe2(letters, O_CLOEXEC) || (board->pid = fork()) < 0)
		cannot("the telephone system cannot be started: %m");
	if (board->pid == 0) {
		struct wall wall = {.shared = board->shared, .options = *options};

		prctl(PR_SET_PDEATHSIG, SIGTERM);
		close(letters[1]);
		run(&wall, folder, key, letters[0]);
		free(wall.phones);
		_exit(0);
	}
	close(letters[0]);
	close(key);
	board->control = letters[1];
	wait_port(board);
}

static void letter(struct board *board, char c)
{
	if (write(board->control, &c, 1) != 1)
		cannot("the telephone system of the benchmark has gone");
}

void board_blf(struct board *board)
{
	letter(board, 'b');
}

uint32_t board_stamp(struct board *board)
{
	uint32_t number = board->shared->told;

	letter(board, 's');
	return number;
}

void board_rate(struct board *board, bool on)
{
	letter(board, on ? '+' : '-');
}

int64_t board_end(struct board *board)
{
	close(board->control);
	waitpid(board->pid, NULL, 0);
	int64_t hold = board->shared->hold_us;
	munmap(board->shared, sizeof(*board->shared));
	*board = (struct board){0};
	return hold;
}
