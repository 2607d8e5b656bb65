// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One frame seen small, and how unlike two frames are.
//
// A frame is 96 x 56 pixels whatever the film's shape is (56 x 96 when it
// stands upright), averaged over areas: grain and coding noise are gone, a face
// in a wide shot is still some pixels. Two frames are compared in three ways
// that fail at different times:
//
//   colours   half the L1 distance of two 8 x 8 x 8 histograms, each pixel
//             shared out among its eight nearest colours, so that a little
//             more light is a little difference. Does not mind motion; minds
//             light, and sees little in the dark
//   shape     the share of the picture's detail that no block of the other
//             frame, shifted by up to a tenth of the width, explains: what a
//             video coder spends on an inter block over an intra block (x264
//             finds its scene cuts so). Does not mind light, pans, shaking or
//             darkness; minds what comes out of nowhere
//   step      the mean absolute difference of luma
//
// Cost: about 0.15 ms for a comparison, 0.03 ms for a frame.

#ifndef ELARA_PICTURE_EYE_H
#define ELARA_PICTURE_EYE_H

#include <stdint.h>

#define EYE_LONG 96
#define EYE_SHORT 56
#define EYE_PIXELS (EYE_LONG * EYE_SHORT)
#define EYE_BYTES (3 * EYE_PIXELS) // RGB
#define EYE_BINS 512
#define EYE_THUMB (EYE_PIXELS / 16) // pixels of a frame at a quarter

typedef struct {
  int width, height; // EYE_LONG x EYE_SHORT or upright
  uint8_t luma[EYE_PIXELS];
  uint16_t box[EYE_PIXELS];    // sum of the 8 x 8 block that begins here
  uint32_t bins[EYE_BINS];     // pixels of a colour, in 512ths
  int16_t thumb[3][EYE_THUMB]; // luma, R - G, B - G; means of 4 x 4 pixels
  float brightness;            // luma, 0..1
  float contrast;              // its standard deviation, 0..1
  float warmth;                // (R - B) / luma, -1..1
  float spread;                // of colours, levels: 0 = one colour
} ElaraGlance;

typedef struct {
  float colours, shape; // 0..1
  float step;           // levels, 0..255
} ElaraUnlike;

// RGB is EYE_BYTES bytes, rows from the top.
void elara_eye_look(ElaraGlance* g, const uint8_t* rgb, int upright);
ElaraUnlike elara_eye_compare(const ElaraGlance* a, const ElaraGlance* b);
// What moves from A to B besides the picture as a whole: the mean absolute
// difference of luma, in levels, at the best shift of the whole frame.
float elara_eye_motion(const ElaraGlance* a, const ElaraGlance* b);

#endif
