using System;
using System.Collections.Generic;

namespace Octavo.Compiler.Passes;

/// <summary>The compiler's passes, in the order in which they run.</summary>
public static class Pipeline
{
    /// <summary>Runs every pass with the verifier in between; returns what the user should know (operators left in float, for example).</summary>
    public static IReadOnlyList<Problem> Run(Graph graph) => throw new NotImplementedException();
}
