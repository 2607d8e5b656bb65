// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What makes of examples/crimson-echoes.fountain the film that two reviewers
// complained about: the jokes taken out, the villain made a villain and nothing
// else. Each text is there once.

#ifndef ELARA_TESTS_REVIEW_EDITS_H
#define ELARA_TESTS_REVIEW_EDITS_H

typedef struct {
  const char* from;
  const char* to;
} Edit;

// Every quip, and whatever laughs.
static const Edit jokes[] = {
    {"ODO\n"
     "Rats don't mind.\n"
     "\n"
     "MRS. QUILL\n"
     "Rats leave.\n"
     "\n"
     "ODO\n"
     "That's the service.\n"
     "\n"
     "She very nearly smiles. Gives",
     "ODO\n"
     "I am sorry. I was thinking of my mother, who sang it to me.\n"
     "\n"
     "She gives"},
    {"ODO\n"
     "Am I?\n"
     "\n"
     "MRS. QUILL\n"
     "No.\n"
     "\n",
     ""},
    {"MARGIT\n"
     "What is it?\n"
     "\n"
     "ELARA\n"
     "A boy.\n"
     "\n"
     "MARGIT\n"
     "What does it do?\n"
     "\n"
     "ODO\n"
     "Rats.\n"
     "\n"
     "MARGIT\n"
     "(reading his lips)\n"
     "\"Hats\"?\n"
     "\n"
     "ODO\n"
     "*Rats.*\n"
     "\n"
     "MARGIT\n"
     "Pity. I could have used a hat.\n"
     "\n",
     "MARGIT\n"
     "Who is this child, and who let him come into this country alone?\n"
     "\n"},
    {"ODO\n"
     "It does if you're flat.\n"
     "\n",
     ""},
    {"@McBRAID\n"
     "Mind the glisten, please. Mind the glisten.\n"
     "\n"
     "ODO\n"
     "How far is it?\n"
     "\n"
     "@McBRAID\n"
     "Nine miles.\n"
     "\n"
     "ODO\n"
     "How long?\n"
     "\n"
     "@McBRAID\n"
     "Are you a religious man?\n"
     "\n",
     "@McBRAID\n"
     "It is nine miles to the village, and we shall not be there by dark.\n"
     "\n"},
    {"Half a laugh.", "Half a prayer."},
    {"ODO\n"
     "Why, what's wrong with it?\n"
     "\n"
     "ELARA\n"
     "She never said.\n"
     "\n",
     ""},
    {"ODO\n"
     "So you save them.\n"
     "\n"
     "ELARA\n"
     "Somebody should.\n"
     "\n",
     ""},
    {"MARGIT\n"
     "Eleven years I've known her. Never saw her finish a song, a quarrel or a "
     "potato.\n"
     "\n"
     "ELARA\n"
     "I can finish a\n"
     "\n"
     "MARGIT\n"
     "(to Odo, triumphant)\n"
     "There.\n"
     "\n",
     ""},
    {"ODO\n"
     "That's unbearable.\n"
     "\n"
     "MARGIT\n"
     "*That's* the trade.\n"
     "\n",
     ""},
    {"(of his humming)\n"
     "For instance, I'm told you're flat.\n"
     "\n"
     "ODO\n"
     "By who?\n"
     "\n"
     "MARGIT\n"
     "By the expression on the snail.\n"
     "\n"
     "He throws a reed at her. Across",
     "\n"
     "Across"},
    {"ODO\n"
     "Sing it, then. If you're so good.\n"
     "\n"
     "ELARA\n"
     "I don't know how it ends.\n"
     "\n"
     "ODO\n"
     "Nobody does. It's torn.\n"
     "\n",
     ""},
    {"ODO\n"
     "You've got it wrong.\n"
     "\n"
     "ELARA\n"
     "I have *what?*\n"
     "\n",
     ""},
    {"ELARA\n"
     "It's a smudge.\n"
     "\n"
     "ODO ^\n"
     "It's a flat.\n"
     "\n"
     "ELARA\n"
     "That is a dead fly.\n"
     "\n"
     "ODO ^\n"
     "That's a *flat* dead fly.\n"
     "\n"
     "Margit, who has read both mouths at once, laughs until she has to lean "
     "on the drum.\n"
     "\n",
     ""},
    {"Opinions vary. Briefly.",
     "Whoever makes a sound. They took my brother out here, and I heard it."},
    {"@McBRAID\n"
     "This *is* faster!\n"
     "\n",
     ""},
    {"That bridge is for people who skip supper.",
     "The bridge will not carry the three of us. Go on without me."},
    {"ELARA\n"
     "You haven't hummed.\n"
     "\n"
     "ODO\n"
     "I'm flat.\n"
     "\n"
     "ELARA\n"
     "Yes.\n"
     "\n",
     ""},
    {"She told me I had a face like a dropped pie. On the bench. That's what "
     "she was mouthing.\n"
     "\n"
     "Elara laughs. It turns, halfway, into the other thing. They do both.",
     "She told me that she would come back for us.\n"
     "\n"
     "Elara weeps."},
    {"She almost laughs.\n"
     "\n",
     ""},
    {"ODO\n"
     "She wasn't late.\n"
     "\n"
     "VANTE\n"
     "No. I suppose we were early.\n"
     "\n",
     ""},
    {"MRS. QUILL\n"
     "You've been a month without humming.\n"
     "\n"
     "ODO\n"
     "You said I was flat.\n"
     "\n"
     "MRS. QUILL\n"
     "I'd got used to steering by it.\n"
     "\n",
     ""},
    {"close, amused:\n"
     "\n"
     "ELARA (O.S.)\n"
     "You're flat.",
     "close:\n"
     "\n"
     "ELARA (O.S.)\n"
     "Odo."},
    {"ODO\n"
     "(beat)\n"
     "So are you.\n"
     "\n",
     ""},
};

// The daughter, the kindness, the doubt.
static const Edit wound[] = {
    {"sets the chocolate on the piano's edge, beside last night's, which has a "
     "skin on it.",
     "stands at the window, dressed in black."},
    {"VANTE\n"
     "You're shivering.\n"
     "\n"
     "COPYIST\n"
     "It's only the stair, sir.\n"
     "\n"
     "Vante puts his own coat round the boy's shoulders. Does up the top "
     "button.\n"
     "\n"
     "VANTE\n"
     "Go home to your mother. Let her talk to you. All she likes.\n"
     "(beat)\n"
     "Before Thursday.\n"
     "\n"
     "The copyist goes. Vante sits at the low end of the bench, leaving room "
     "at the high end.\n"
     "\n"
     "VANTE (CONT'D)\n"
     "(to the empty place)\n"
     "There is so much of it, you see. Geese. Hammers. Everybody's mother. If "
     "I could only get them to hush one minute, I'd hear you. I have very good "
     "ears.\n"
     "\n"
     "He listens with his whole back. Far off, a dog barks. He shuts his eyes "
     "like a man struck.",
     "VANTE\n"
     "Then the lake country is next. Whoever makes a sound there will never "
     "make another.\n"
     "\n"
     "The copyist bows."},
    {"Keep to the left of the flags, please. It isn't safe on the right.",
     "Stay where you are. The ice belongs to me."},
    {"You'll want something hot. He's only a boy. Why is he out without a "
     "coat?",
     "Bring them in. The boy too."},
    {"Vante has put a blanket round Odo, who sees", "Odo sees"},
    {"I asked them to wait.", "They will be silent, as all will be silent. "
                              "Weak, noisy fools. They deserve it."},
    {"And you never let them go. I don't think you a thief. I think we are in "
     "the same trade, you and I. We can't leave the room.",
     "Then you shall carry them into the dark."},
    {"My daughter was nine. She made a tune up, in the kitchen, and ran in to "
     "sing it me, and she put the last note under. I said, \"Again.\" She sang "
     "it again. I said it eleven times. I was quite patient. One is always so "
     "patient.\n"
     "  \n"
     "She went out on the lake to practise, where I couldn't hear.",
     "The world shall be dumb, and you with it. Every bell shall be broken, "
     "every drum burned, every throat stopped. They will kneel in the silence "
     "and tremble at my name, and there will be nobody left to cry out. You "
     "thought that you could come here and defy me. Nobody defies me. I will "
     "crush you as I crushed the villages, one after another, and I will enjoy "
     "it."},
    {"I was listening for the note. I had the window open. I heard it coming. "
     "And then I heard where it stopped.",
     "Nobody shall sing again. Look at it well. It is the last morning that "
     "you will hear."},
    {"It was cut off. So you have it. In all that crowd in your sleeves "
     "there's one line of one song. I only need everyone else to be quiet.",
     "The bell will fall, and nothing will be left to hear. Beg, if you like. "
     "They all beg. It makes no difference to me."},
    {"***You have never had silence enough to look!***\n"
     "\n"
     "He is appalled at his own voice.\n"
     "\n"
     "VANTE (CONT'D)\n"
     "Forgive me. It will only take a minute.",
     "***Silence!***"},
    {"She isn't there.\n"
     "\n"
     "He sits down on the ice, an old man in his shirt.",
     "You shall never have it."},
    {"VANTE\n"
     "(mouthing)\n"
     "Anneke?",
     "VANTE\n"
     "(mouthing)\n"
     "Silence."},
    {"Right. That was _right_.", "Never."},
    {"I shall take the felt down. Door by door. I expect they'll throw "
     "things.\n"
     "\n"
     "ODO\n"
     "I would.\n"
     "\n"
     "VANTE\n"
     "I'll let them.\n"
     "(beat)\n"
     "Who taught you to strike a beat like that?",
     "You will pay for the bell, boy. All of you will pay for it. I will hunt "
     "you to the end of the world, and I will destroy everything that you have "
     "ever touched."},
    {"Drove. Third desk, by the door. She was always late on the twelfth.",
     "Drove is silent now."},
    {" He puts the red coat round the boy's shoulders. Does up the top button.",
     ""},
};

#endif
