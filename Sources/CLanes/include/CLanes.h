#ifndef CLANES_H
#define CLANES_H

/// Doubles that lie side by side, one of each channel.
#define CLANES_WIDTH 8

/// Eight channels through a cascade of second-order sections, in place, transposed direct form II.
///
/// The instructions are those of the processor at hand (AVX-512, AVX2 or what every one has); products and sums are
/// never fused, so that all of them give the same bits.
///
/// `samples`: the first place to filter, of which each has eight doubles. `step`: doubles from one place to the next, negative for
/// the order against time. `sections`: b0, b1, b2, a1, a2 of each. `delays`: two places per section, left as the last sample
/// leaves them. Nothing overlaps.
void clanes_filter(double *samples, long places, long step, const double *sections, long count, double *delays);

/// Puts eight channels side by side; `channels` names eight, of which some may be the same.
///
/// Gives back 0 when a sample is not finite, otherwise 1.
int clanes_fill(double *samples, long places, const double *const *channels);

/// Takes eight channels apart; `channels` names eight, none of them twice.
void clanes_take(const double *samples, long places, double *const *channels);

/// The amplitude of eight channels over a sliding window, taken apart; see `SlidingWindow`, whose sums these are.
///
/// `window`: in places, 1 or more. `squares`: 1 for the root of the mean square, 0 for the mean of absolute values. `memory`:
/// 8 (3 window + 2) doubles.
void clanes_envelope(
    const double *samples, long places, long window, int squares, double *memory, double *const *channels);

/// The first place from `start` on whose value is above the level (`above` 1) or is not (0); `count` when there is none.
long clanes_turn(const double *values, long start, long count, double level, int above);

/// Each value becomes the square root of itself.
void clanes_roots(double *values, long count);

#endif
