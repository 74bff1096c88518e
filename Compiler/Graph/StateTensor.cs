using System.Collections.Generic;

namespace Octavo.Compiler;

/// <summary>An input that is an output of the inference before.</summary>
/// <param name="Input">Its position among the inputs.</param>
/// <param name="Output">The position of the output, which has its type and shape.</param>
/// <param name="Initial">What it is at first; null for zeros.</param>
public sealed record StateTensor(int Input, int Output, IReadOnlyList<float>? Initial);
