// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// zita-convolver behind C functions, for bench_hall.c only.

#include "peer_zita.h"

#include <cstring>
#include <zita-convolver.h>

struct PeerZita {
  Convproc engine;
  unsigned block;
};

PeerZita*
peer_zita_new(unsigned block,
              const float* const responses[2][2],
              unsigned count)
{
  PeerZita* const peer = new PeerZita;
  peer->block = block;
  if (peer->engine.configure(2, 2, count, block, block, Convproc::MAXPART,
                             1.0f) != 0) {
    delete peer;
    return nullptr;
  }
  for (unsigned i = 0; i < 2; i++) {
    for (unsigned o = 0; o < 2; o++) {
      peer->engine.impdata_create(i, o, 1, const_cast<float*>(responses[i][o]),
                                  0, static_cast<int>(count));
    }
  }
  if (peer->engine.start_process(0, 0) != 0) {
    delete peer;
    return nullptr;
  }
  return peer;
}

void
peer_zita_process(PeerZita* peer, const float* const in[2], float* const out[2])
{
  for (unsigned i = 0; i < 2; i++)
    std::memcpy(peer->engine.inpdata(i), in[i], peer->block * sizeof(float));
  peer->engine.process(true); // waits for its threads: nothing is lost
  for (unsigned o = 0; o < 2; o++)
    std::memcpy(out[o], peer->engine.outdata(o), peer->block * sizeof(float));
}

void
peer_zita_free(PeerZita* peer)
{
  if (!peer) return;
  peer->engine.stop_process();
  peer->engine.cleanup();
  delete peer;
}
