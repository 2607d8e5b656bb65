// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Cue sheet and hit sheet, to the letter; and the numbers they are made of.

#include "papers.h"
#include "tap.h"

#include "export/number.h"

static const char cues_want[] =
    "start_s,end_s,valence,arousal,tension,name,levity,mood,timecode_in,"
    "timecode_out,tempo_bpm,metre,key,themes,importance,script_lines,title,"
    "duration_s,duration,usage\r\n"
    "0.000,12.000,-0.200,0.100,0.600,\"1m1 The \"\"Bell\"\", again\",-0.100,"
    "mystery,00:00:00:00,00:00:12:00,60.00,4/4,A minor,ADA (hint),0.400,"
    "3-8,The Bell,12.000,00:00:12:00,BI\r\n"
    "22.000,30.000,0.500,0.200,-0.100,1m2 Harbour,0.100,serenity,"
    "00:00:22:00,00:00:30:00,90.00,6/8,Db major,ADA (hint),1.000,10-12,Harbour,"
    "8.000,00:00:08:00,ET\r\n";

static const char hits_want[] =
    "planned_s,sounding_s,error_ms,line,kind,strength,hard,cue,what,"
    "error_frames,timecode,timecode_sounding,bar,beat\r\n"
    "4.000,4.012,12.300,5,sound,0.800,1,\"1m1 The \"\"Bell\"\", again\","
    "\"A bell, <struck>\",0.295,00:00:04:00,00:00:04:00,2,1.00\r\n"
    "24.010,24.005,-5.000,12,revelation,0.300,0,1m2 Harbour,a boat,"
    "-0.120,00:00:24:00,00:00:24:00,6,1.00\r\n";

static const char reasons_want[] =
    "time_s,timecode,bar,cue,kind,what,why\r\n"
    "0.000,00:00:00:00,1,\"1m1 The \"\"Bell\"\", again\",cue,mystery,The rope "
    "moves & nobody holds it.\r\n"
    "0.000,00:00:00:00,1,\"1m1 The \"\"Bell\"\", again\",entrance,\"1m1 The "
    "\"\"Bell\"\", again\",With the bell.\r\n"
    "0.000,00:00:00:00,1,\"1m1 The \"\"Bell\"\", again\",key and force,C "
    "major,\"In A, where it is dark.\"\r\n"
    "0.000,00:00:00:00,1,\"1m1 The \"\"Bell\"\", again\",theme,ADA,She has not "
    "yet decided.\r\n"
    "0.000,00:00:00:00,1,\"1m1 The \"\"Bell\"\", again\",phrase,\"A, "
    "antecedent, "
    "A minor, tune and accompaniment\",\"Ada is alone, so the tune is "
    "\"\"bare\"\".\"\r\n"
    "4.000,00:00:04:00,2,\"1m1 The \"\"Bell\"\", again\",colour,Clarinet in "
    "B-flat: has the tune,\"its own theme, <hers>\"\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,cue,serenity,Dawn answers the night.\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,entrance,1m2 Harbour,On the cut.\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,key and force,C major,In D-flat.\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,theme,ADA,She has not yet decided.\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,phrase,\"A, consequent, Db major, tune "
    "and accompaniment\",Dawn.\r\n"
    "22.000,00:00:22:00,5,1m2 Harbour,colour,tutti,f\r\n";

int
main(void)
{
  tap_begin("sheets");
  papers_use();
  ElaraText text = {0};
  TAP_OK(elara_cues_csv(&plan, &sketch, &story, &text) == ELARA_OK, "cues");
  TAP_EQ_S(text.bytes, cues_want, "cue sheet");
  text.count = 0;
  TAP_OK(elara_cues_csv(&plan, NULL, NULL, &text) == ELARA_OK,
         "without a sketch");
  TAP_OK(strstr(text.bytes, ",4/4,,ADA"), "no key then");
  text.count = 0;
  TAP_OK(elara_hits_csv(&plan, &take, &text) == ELARA_OK, "hits");
  TAP_EQ_S(text.bytes, hits_want, "hit sheet");
  text.count = 0;
  TAP_OK(elara_reasons_csv(&plan, &sketch, &score, &text) == ELARA_OK,
         "reasons");
  TAP_EQ_S(text.bytes, reasons_want, "every reason in the order of time");
  elara_text_clear(&text);

  TAP_EQ_S(elara_number_fixed(-.0004, 3).text, "0.000", "no negative zero");
  TAP_EQ_S(elara_number_fixed(-1.0005, 2).text, "-1.00", "negative");
  TAP_EQ_S(elara_number_fixed(2.5, 0).text, "3", "half away from zero");
  TAP_EQ_S(elara_number_fixed((double)INFINITY, 1).text, "0", "not finite");
  TAP_EQ_S(elara_number_clock(S(3725)).text, "1:02:05", "an hour");
  TAP_EQ_S(elara_number_clock(S(59.6)).text, "1:00", "rounded up");
  const ElaraFilmClock none = {0};
  TAP_EQ_S(elara_number_timecode(&none, S(3661.5)).text, "01:01:01:12",
           "timecode without a film");
  TAP_EQ_S(elara_number_key(6, ELARA_MODE_MINOR).text, "F# minor", "key");
  TAP_EQ_S(elara_number_key(10, ELARA_MODE_DORIAN).text, "Bb dorian", "mode");
  return tap_end();
}
