#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utlist.h>

#include "base/mem.h"
#include "state.h"

struct loop_job {
	struct loop_worker *worker;
	void (*work)(void *ctx);
	void (*done)(void *ctx);
	void (*free_ctx)(void *ctx);
	void *ctx;
	bool forgotten;
	struct loop_job *prev, *next;
};

/* Shared by loop and thread under the lock. The thread outlives the loop only while it is inside a
 * job that was forgotten together with its ctx; then it frees everything itself. */
struct loop_worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct loop_job *queue, *running, *over;
	bool stop, orphan;
	int event;
	struct loop_fd *watch;
};

static void job_free(struct loop_job *job)
{
	if (job->forgotten && job->free_ctx)
		job->free_ctx(job->ctx);
	free(job);
}

static void worker_close(struct loop_worker *worker)
{
	struct loop_job *job, *next;

	DL_FOREACH_SAFE (worker->queue, job, next)
		job_free(job);
	DL_FOREACH_SAFE (worker->over, job, next)
		job_free(job);
	close(worker->event);
	pthread_mutex_destroy(&worker->lock);
	pthread_cond_destroy(&worker->more);
	free(worker);
}

static void work_one(struct loop_worker *worker)
{
	struct loop_job *job = worker->queue;
	bool wanted = !job->forgotten;

	DL_DELETE(worker->queue, job);
	worker->running = job;
	if (wanted) {
		pthread_mutex_unlock(&worker->lock);
		job->work(job->ctx);
		pthread_mutex_lock(&worker->lock);
	}
	worker->running = NULL;
	DL_APPEND(worker->over, job);
	eventfd_write(worker->event, 1);
}

static void *thread_main(void *arg)
{
	struct loop_worker *worker = arg;
	bool orphan;

	pthread_mutex_lock(&worker->lock);
	while (!worker->stop) {
		if (worker->queue)
			work_one(worker);
		else
			pthread_cond_wait(&worker->more, &worker->lock);
	}
	orphan = worker->orphan;
	pthread_mutex_unlock(&worker->lock);
	if (orphan)
		worker_close(worker);
	return NULL;
}

static struct loop_job *take_over(struct loop_worker *worker)
{
	struct loop_job *jobs;

	pthread_mutex_lock(&worker->lock);
	jobs = worker->over;
	worker->over = NULL;
	pthread_mutex_unlock(&worker->lock);
	return jobs;
}

/* A job may be forgotten by the callback of the one before it: the lock guards only the lists. */
static void on_over(void *ctx, int fd, unsigned ready)
{
	struct loop_job *jobs = take_over(ctx), *job;
	eventfd_t count;

	(void)ready;
	eventfd_read(fd, &count);
	while ((job = jobs)) {
		DL_DELETE(jobs, job);
		if (!job->forgotten)
			job->done(job->ctx);
		job_free(job);
	}
}

static void start_thread(struct loop_worker *worker)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	errno = pthread_create(&worker->thread, NULL, thread_main, worker);
	if (errno)
		loop_fatal("cannot start a thread");
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static struct loop_worker *worker_open(struct loop *loop)
{
	struct loop_worker *worker = mem_new(1, sizeof(*worker));

	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->more, NULL);
	worker->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (worker->event < 0)
		loop_fatal("cannot start a thread");
	worker->watch = loop_fd_add(loop, worker->event, LOOP_READ, on_over, worker);
	start_thread(worker);
	return worker;
}

struct loop_job *loop_work(struct loop *loop, void (*work)(void *ctx), void (*done)(void *ctx),
			   void *ctx)
{
	struct loop_job *job = mem_new(1, sizeof(*job));

	if (!loop->worker)
		loop->worker = worker_open(loop);
	*job = (struct loop_job){.worker = loop->worker, .work = work, .done = done, .ctx = ctx};
	pthread_mutex_lock(&loop->worker->lock);
	DL_APPEND(loop->worker->queue, job);
	pthread_cond_signal(&loop->worker->more);
	pthread_mutex_unlock(&loop->worker->lock);
	return job;
}

void loop_job_forget(struct loop_job **slot, void (*free_ctx)(void *ctx))
{
	struct loop_job *job = *slot;

	if (!job)
		return;
	*slot = NULL;
	pthread_mutex_lock(&job->worker->lock);
	job->forgotten = true;
	job->free_ctx = free_ctx;
	pthread_mutex_unlock(&job->worker->lock);
}

/* Waits for a running job, since its ctx is the owner's; but not for one (a name server that does
 * not answer) whose ctx was handed over. */
void loop_worker_free(struct loop *loop)
{
	struct loop_worker *worker = loop->worker;
	bool orphan;

	if (!worker)
		return;
	loop_fd_remove(&worker->watch);
	pthread_mutex_lock(&worker->lock);
	worker->stop = true;
	orphan = worker->running && worker->running->free_ctx;
	worker->orphan = orphan;
	if (orphan)
		pthread_detach(worker->thread);
	pthread_cond_signal(&worker->more);
	pthread_mutex_unlock(&worker->lock);
	if (orphan)
		return;
	pthread_join(worker->thread, NULL);
	worker_close(worker);
}
