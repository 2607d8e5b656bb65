// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// zita-convolver behind C functions (GPL: never part of the program).

#ifndef ELARA_BENCH_PEER_ZITA_H
#define ELARA_BENCH_PEER_ZITA_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PeerZita PeerZita;

// Two inputs, two outputs, RESPONSES[input][output] of COUNT frames; NULL when
// it refuses.
PeerZita* peer_zita_new(unsigned block,
                        const float* const responses[2][2],
                        unsigned count);
void peer_zita_process(PeerZita* peer,
                       const float* const in[2],
                       float* const out[2]);
void peer_zita_free(PeerZita* peer);

#ifdef __cplusplus
}
#endif

#endif
