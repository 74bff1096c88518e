# Reads `nm --undefined-only` of what the native compiler made and writes C for what the .NET runtime would define. The kernels neither allocate nor throw,
# and nothing else runs: entering and leaving managed code needs nothing, and whatever else is called is an error.
BEGIN { print "#include <stdio.h>\n#include <stdlib.h>\nstatic void fail(const char* name) { fprintf(stderr, \"%s was called\\n\", name); abort(); }" }
{ name = $NF }
name ~ /^(memcpy|memmove|memset|octavo_.*)$/ { next }
name ~ /^(fma|fmod|round|rint|floor|ceil|exp|log|tanh|erf|pow|sqrt)f?$/ { next }
name ~ /^(RhpReversePInvoke|RhpReversePInvokeReturn|RhpPInvoke|RhpPInvokeReturn|RhpGcPoll)$/ { print "void " name "(void* frame) { (void)frame; }"; next }
name ~ /^(__security_cookie|RhpTrapThreads)$/ { print "long " name " = 0;"; next }
{ print "void " name "(void) { fail(\"" name "\"); }" }
