#include "CLanes.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

#define WIDTH CLANES_WIDTH

typedef double lanes __attribute__((vector_size(WIDTH * sizeof(double)), aligned(8)));

// One step of one section. What comes out goes into the next section a step later, so that no section waits for another.
#define SECTION(K)                                     \
  do {                                                 \
    const double *c = sections + 5 * (K);              \
    const lanes in = between[K];                       \
    const lanes out = first[K] + in * c[0];            \
    first[K] = (second[K] + in * c[1]) - out * c[3];   \
    second[K] = in * c[2] - out * c[4];                \
    between[(K) + 1] = out;                            \
  } while (0)

// Some sections in one pass over the samples; `depth` is known where this is put in place, so that all loops over
// sections are unrolled and states stay in registers.
static inline __attribute__((always_inline)) void pass(
    double *samples, long places, long step, const double *sections, const int depth, double *delays) {
  lanes first[8], second[8], between[9];
#pragma unroll
  for (int k = 0; k < depth; k++) {
    first[k] = *(const lanes *)(delays + 2 * WIDTH * k);
    second[k] = *(const lanes *)(delays + 2 * WIDTH * k + WIDTH);
  }
  const long whole = depth - 1;
  long n = 0;
  // Samples reach one section more with each step, ...
  for (; n < whole; n++) {
    if (n < places) between[0] = *(const lanes *)(samples + n * step);
#pragma unroll
    for (int k = depth - 1; k >= 0; k--)
      if (k <= n && n - k < places) SECTION(k);
    if (n >= places + whole) return;
  }
  // ... all sections work, ...
  for (; n < places; n++) {
    between[0] = *(const lanes *)(samples + n * step);
#pragma unroll
    for (int k = depth - 1; k >= 0; k--) SECTION(k);
    *(lanes *)(samples + (n - whole) * step) = between[depth];
  }
  // ... and the last samples leave.
  for (; n < places + whole; n++) {
#pragma unroll
    for (int k = depth - 1; k >= 0; k--)
      if (k <= n && n - k < places) SECTION(k);
    if (n >= whole) *(lanes *)(samples + (n - whole) * step) = between[depth];
  }
#pragma unroll
  for (int k = 0; k < depth; k++) {
    *(lanes *)(delays + 2 * WIDTH * k) = first[k];
    *(lanes *)(delays + 2 * WIDTH * k + WIDTH) = second[k];
  }
}

// So many sections at once as states fit into the registers: all in those of AVX-512, two in those of AVX2.
static int depth_of_processor(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return 8;
  if (__builtin_cpu_supports("avx2")) return 2;
#endif
  return 1;
}

FOR_EACH_PROCESSOR
static void filter_some(double *samples, long places, long step, const double *sections, int depth, double *delays) {
  switch (depth) {
    case 1: pass(samples, places, step, sections, 1, delays); break;
    case 2: pass(samples, places, step, sections, 2, delays); break;
    case 3: pass(samples, places, step, sections, 3, delays); break;
    case 4: pass(samples, places, step, sections, 4, delays); break;
    case 5: pass(samples, places, step, sections, 5, delays); break;
    case 6: pass(samples, places, step, sections, 6, delays); break;
    case 7: pass(samples, places, step, sections, 7, delays); break;
    default: pass(samples, places, step, sections, 8, delays); break;
  }
}

void clanes_filter(double *samples, long places, long step, const double *sections, long count, double *delays) {
  const int most = depth_of_processor();
  // Places that pass all sections before the next ones are fetched, so that they stay in the nearest cache.
  const long tile = 512;
  for (long begin = 0; begin < places; begin += tile) {
    const long length = places - begin < tile ? places - begin : tile;
    for (long done = 0; done < count;) {
      const int depth = count - done < most ? (int)(count - done) : most;
      filter_some(samples + begin * step, length, step, sections + 5 * done, depth, delays + 2 * WIDTH * done);
      done += depth;
    }
  }
}

FOR_EACH_PROCESSOR
int clanes_fill(double *samples, long places, const double *const *channels) {
  const double *a = channels[0], *b = channels[1], *c = channels[2], *d = channels[3];
  const double *e = channels[4], *f = channels[5], *g = channels[6], *h = channels[7];
  lanes sum = {0};
  for (long n = 0; n < places; n++) {
    const lanes all = {a[n], b[n], c[n], d[n], e[n], f[n], g[n], h[n]};
    *(lanes *)(samples + n * WIDTH) = all;
    // Nothing but a number becomes 0 this way.
    sum += all * 0.0;
  }
  for (int lane = 0; lane < WIDTH; lane++)
    if (!(sum[lane] == 0.0)) return 0;
  return 1;
}

static inline __attribute__((always_inline)) void take(
    const double *samples, long places, double *const *channels, long start) {
  double *restrict a = channels[0] + start, *restrict b = channels[1] + start, *restrict c = channels[2] + start;
  double *restrict d = channels[3] + start, *restrict e = channels[4] + start, *restrict f = channels[5] + start;
  double *restrict g = channels[6] + start, *restrict h = channels[7] + start;
  for (long n = 0; n < places; n++) {
    const double *all = samples + n * WIDTH;
    a[n] = all[0], b[n] = all[1], c[n] = all[2], d[n] = all[3];
    e[n] = all[4], f[n] = all[5], g[n] = all[6], h[n] = all[7];
  }
}

FOR_EACH_PROCESSOR
void clanes_take(const double *samples, long places, double *const *channels) { take(samples, places, channels, 0); }

static inline __attribute__((always_inline)) lanes power(const double *samples, long place, const int squares) {
  const lanes sample = *(const lanes *)(samples + place * WIDTH);
  if (squares) return sample * sample;
  lanes size;
  for (int lane = 0; lane < WIDTH; lane++) size[lane] = __builtin_fabs(sample[lane]);
  return size;
}

static inline __attribute__((always_inline)) void envelope(
    const double *samples, long places, long window, const int squares, double *memory, double *const *channels) {
  const long ahead = window - 1 - window / 2, behind = window / 2;
  lanes *before = (lanes *)memory, *next = before + (window + 1), *tile = next + (window + 1);
  for (long n = 0; n < 2 * (window + 1); n++) before[n] = (lanes){0};
  for (long begin = 0; begin < places + ahead; begin += window) {
    lanes head = {0}, tail = {0};
    // Values of this block that lie in the record.
    long first = begin >= ahead ? 0 : ahead - begin, end = places + ahead - begin < window ? places + ahead - begin : window;
    if (begin + 1 >= window && begin + window <= places) {
      const double share = 1 / (double)window;
      for (long n = 0; n < window; n++) {
        const long mirror = window - 1 - n;
        head += power(samples, begin + n, squares);
        tail += power(samples, begin + mirror, squares);
        next[mirror] = tail;
        tile[n] = (before[n + 1] + head) * share;
      }
    } else {
      for (long n = 0; n < window; n++) {
        const long index = begin + n, output = index - ahead;
        if (index < places) head += power(samples, index, squares);
        if (output < 0 || output >= places) continue;
        const long last = index < places - 1 ? index : places - 1, start = output > behind ? output - behind : 0;
        tile[n] = (before[n + 1] + head) * (1 / (double)(last - start + 1));
      }
      for (long n = window - 1; n >= 0; n--) {
        if (begin + n < places) tail += power(samples, begin + n, squares);
        next[n] = tail;
      }
    }
    if (squares)
      for (long n = first * WIDTH; n < end * WIDTH; n++) ((double *)tile)[n] = __builtin_sqrt(((double *)tile)[n]);
    if (first < end) take((const double *)(tile + first), end - first, channels, begin - ahead + first);
    lanes *other = before;
    before = next, next = other;
  }
}

FOR_EACH_PROCESSOR
void clanes_envelope(
    const double *samples, long places, long window, int squares, double *memory, double *const *channels) {
  if (squares) envelope(samples, places, window, 1, memory, channels);
  else envelope(samples, places, window, 0, memory, channels);
}

FOR_EACH_PROCESSOR
long clanes_turn(const double *values, long start, long count, double level, int above) {
  const long block = 64;
  long n = start;
  for (; n + block <= count; n += block) {
    long hits = 0;
    for (long place = 0; place < block; place++) hits += values[n + place] > level;
    if (hits != (above ? 0 : block)) break;
  }
  for (; n < count; n++)
    if ((values[n] > level) == above) return n;
  return count;
}

FOR_EACH_PROCESSOR
void clanes_roots(double *values, long count) {
  for (long n = 0; n < count; n++) values[n] = __builtin_sqrt(values[n]);
}
