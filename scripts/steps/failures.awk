# Says shortly why tests failed: reads ctest's LastTestsFailed.log and then its LastTest.log, and prints of each failed test
# its name and the first lines of what it printed that tell a failure, or else the last ones.
#   awk -f failures.awk LastTestsFailed.log LastTest.log
BEGIN { SHOWN = 12 }

FNR == NR { sub(/^[0-9]+:/, ""); failed[$0]; next }

/^[0-9]+\/[0-9]+ Testing: / { name = $0; sub(/^[0-9/]+ Testing: /, "", name); told = read = follow = inside = 0 }
!(name in failed) { next }
/^Output:$/ { inside = 1; next }
/^<end of output>$/ { inside = 0 }
/^Test time = / {
  print name " (" $4 " s)"
  if (told) for (i = 1; i <= told; ++i) print "    " tells[i]
  else for (i = read > SHOWN ? read - SHOWN + 1 : 1; i <= read; ++i) print "    " last[i % SHOWN]
}
!inside || /^-*$/ { next }
{
  gsub(/\033\[[0-9;]*m/, "")
  line = substr($0, 1, 180)
  last[++read % SHOWN] = line
}
/: Failure$|Sanitizer|runtime error:|^ *[0-9]+\) |Error:|FATAL|FAIL |[Tt]imed out|not ok/ { follow = 5 }
follow && told < SHOWN { tells[++told] = line; --follow }
