using System.Collections.Generic;
using Octavo.Conformance.Suites;

namespace Octavo.Conformance.Verdicts;

internal enum Outcome
{
    /// <summary>The generated code computes the expected tensors.</summary>
    Passed,

    /// <summary>The compiler refuses the model and says why.</summary>
    Refused,

    /// <summary>The generated code computes something else.</summary>
    Wrong,

    /// <summary>The compiler, the C# compiler or the generated code fails.</summary>
    Crashed,

    /// <summary>The model compiles, and nothing is recorded to compare with.</summary>
    Unchecked,
}

/// <summary>What became of a model.</summary>
/// <param name="Operators">The operators that the model holds, each once.</param>
/// <param name="Reason">One line; empty when the model passed without a remark.</param>
internal sealed record Verdict(TestModel Model, IReadOnlyList<string> Operators, Outcome Outcome, string Reason);
