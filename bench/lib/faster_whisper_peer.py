"""Prints what faster-whisper hears, as its batched pipeline does it on a processor: MODEL SOUND BEAMS."""

import os
import sys

from faster_whisper import BatchedInferencePipeline, WhisperModel

model, sound, beams = sys.argv[1:4]
weights = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=len(os.sched_getaffinity(0)), local_files_only=True)
segments, _ = BatchedInferencePipeline(model=weights).transcribe(sound, language="en", batch_size=8, beam_size=int(beams))
print(" ".join(segment.text.strip() for segment in segments))
