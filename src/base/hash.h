/* The hash table that the field keeps: uthash, set up once for this project (exhausted memory goes
 * the way of mem.h; iteration order is insertion order, and removal while iterating is safe). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "mem.h"

#define uthash_malloc(size) mem_new(1, (size))
#include <uthash.h>
#include <utlist.h>

#endif
