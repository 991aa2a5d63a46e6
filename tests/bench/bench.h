/* The benchmarks. Each prints its figures, or ends by cannot(). */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

void bench_start(void);
void bench_idle(void);
void bench_keys(void);
void bench_search(void);
void bench_rows(void);
void bench_paint(void);
void bench_slow(void);
void bench_shown(void);
void bench_memory(void);
void bench_dead(void);
void bench_resync(void);
void bench_many(void);
void bench_again(void);
void bench_rest(void);
void bench_size(void);
void bench_peers(void);
void bench_asterisk(void);

#endif
