using System;
using System.Collections.Generic;

namespace Octavo.Compiler;

/// <summary>The kinds of trouble a model can be in. The number is the diagnostic's: <c>OCT001</c> is <see cref="UnsupportedOperator"/>.</summary>
public enum ProblemKind
{
    UnsupportedOperator = 1,
    UnsupportedAttribute = 2,
    UnsupportedType = 3,
    SymbolicShape = 4,
    MalformedModel = 5,
    MissingExternalData = 6,
    NameClash = 7,
    StaleWeights = 8,
    InvalidOption = 9,
    InvalidGraph = 10,
    FloatFallback = 11,
    InternalError = 12,
    FixedBatch = 13,
    SuspectQuantization = 14,
}

public enum ProblemSeverity
{
    Info,
    Warning,
    Error,
}

/// <summary>
/// Something to tell the user about a model. The message says what, where (node and operator) and what to do; it is plain text in which
/// names from the model have been made printable.
/// </summary>
public sealed record Problem(ProblemKind Kind, ProblemSeverity Severity, string Message)
{
    public string Id => $"OCT{(int)Kind:000}";

    /// <summary>The input whose value, given with the option InputValues, solves the problem; null for other problems.</summary>
    public string? OpenInput { get; init; }
}

/// <summary>Ends a compilation: the model cannot be compiled, for the reasons given.</summary>
public sealed class ModelException(IReadOnlyList<Problem> problems) : Exception(string.Join("\n", System.Linq.Enumerable.Select(problems, p => p.Message)))
{
    public ModelException(ProblemKind kind, string message)
        : this([new Problem(kind, ProblemSeverity.Error, message)])
    {
    }

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
