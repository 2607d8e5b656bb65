// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The half of transform.c that runs in the audio thread.

#include "sound/dsp/transform_kernel.h"

size_t
elara_transform_size(const ElaraTransform* t)
{
  return t->m;
}

// Small transforms are one piece; larger ones RADIX slices of the first step
// and RADIX sub-transforms.
size_t
elara_transform_pieces(const ElaraTransform* t)
{
  return t->m <= ELARA_TRANSFORM_LEAF ? 1 : 2 * t->radix;
}

void
elara_transform_forward_piece(const ElaraTransform* t, float* z, size_t piece)
{
  const size_t q = t->m / t->radix;
  float* const re = z;
  float* const im = z + t->m;
  if (t->m <= ELARA_TRANSFORM_LEAF) {
    t->kernel->forward_top(t, re, im, 0, q);
    if (q == 16) t->kernel->forward_ends(t, 0, t->m, re, im);
    for (size_t b = 0; q > 16 && b < t->radix; b++)
      t->kernel->forward_block(t, 1, b, q, re + b * q, im + b * q);
  } else if (piece < t->radix) {
    const size_t slice = q / t->radix;
    t->kernel->forward_top(t, re, im, piece * slice, (piece + 1) * slice);
  } else {
    const size_t b = piece - t->radix;
    t->kernel->forward_block(t, 1, b, q, re + b * q, im + b * q);
  }
}

void
elara_transform_inverse_piece(const ElaraTransform* t, float* z, size_t piece)
{
  const size_t q = t->m / t->radix;
  float* const re = z;
  float* const im = z + t->m;
  if (t->m <= ELARA_TRANSFORM_LEAF) {
    if (q == 16) t->kernel->inverse_ends(t, 0, t->m, re, im);
    for (size_t b = 0; q > 16 && b < t->radix; b++)
      t->kernel->inverse_block(t, 1, b, q, re + b * q, im + b * q);
    t->kernel->inverse_top(t, re, im, 0, q);
  } else if (piece < t->radix) {
    t->kernel->inverse_block(t, 1, piece, q, re + piece * q, im + piece * q);
  } else {
    const size_t slice = q / t->radix, b = piece - t->radix;
    t->kernel->inverse_top(t, re, im, b * slice, (b + 1) * slice);
  }
}

void
elara_transform_forward(const ElaraTransform* t, float* z)
{
  const size_t pieces = elara_transform_pieces(t);
  for (size_t i = 0; i < pieces; i++)
    elara_transform_forward_piece(t, z, i);
}

void
elara_transform_inverse(const ElaraTransform* t, float* z)
{
  const size_t pieces = elara_transform_pieces(t);
  for (size_t i = 0; i < pieces; i++)
    elara_transform_inverse_piece(t, z, i);
}

void
elara_transform_multiply_add(const ElaraTransform* t,
                             const ElaraTerm* terms,
                             size_t count,
                             size_t begin,
                             size_t end,
                             float* const sums[2])
{
  t->kernel->multiply_add(t->m, terms, count, begin, end, sums);
}

void
elara_transform_head(const ElaraTransform* t,
                     const ElaraHead* head,
                     const float* const x[2],
                     float* const out[2],
                     size_t count)
{
  t->kernel->head(head, x, out, count);
}
