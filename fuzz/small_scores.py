#!/usr/bin/env python3
# Copyright (c) 2026 the Elara authors
# SPDX-License-Identifier: MIT
"""Small scores with every construct that the reader knows, as seeds.

usage: small_scores.py FOLDER
"""

import pathlib
import sys
import zipfile

HEAD = ('<score-partwise><part-list><score-part id="a"><part-name>{}</part-name></score-part>'
        '</part-list><part id="a"><measure><attributes><divisions>4</divisions></attributes>')
NOTE = '<note><pitch><step>{}</step><octave>4</octave></pitch><duration>{}</duration>{}</note>'
BAR = '</measure><measure>'
NOTATION = '<notations><{0}><{1}/></{0}></notations>'
SCORES = {
    'repeats': NOTE.format('C', 16, '') + '<barline><ending number="1" type="stop"/>'
               '<repeat direction="backward"/></barline>' + BAR +
               '<barline location="left"><ending number="2" type="start"/></barline>' +
               NOTE.format('D', 16, '') + '<sound dacapo="yes"/>',
    'ornaments': ''.join(NOTE.format('C', 4, NOTATION.format('ornaments', name)) for name in (
        'trill-mark', 'mordent', 'turn', 'tremolo')) + '<note><grace/><pitch><step>E</step>'
               '<octave>5</octave></pitch></note>' + NOTE.format('E', 4, ''),
    'marks': '<direction><direction-type><dynamics><p/></dynamics></direction-type></direction>'
             '<direction><direction-type><wedge type="crescendo"/></direction-type></direction>' +
             NOTE.format('C', 8, '<notations><fermata/><slur type="start"/></notations>') +
             '<direction><direction-type><words>rit.</words></direction-type></direction>' +
             NOTE.format('D', 8, '<tie type="start"/><notations><slur type="stop"/></notations>') +
             BAR + NOTE.format('D', 8, '<tie type="stop"/>') +
             '<backup><duration>8</duration></backup>' + NOTE.format('F', 3, '<voice>2</voice>'),
}

folder = pathlib.Path(sys.argv[1])
for name, body in SCORES.items():
    text = HEAD.format(name) + body + '</measure></part></score-partwise>'
    (folder / f'{name}.musicxml').write_text(text)
    with zipfile.ZipFile(folder / f'{name}.mxl', 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('score.xml', text)
