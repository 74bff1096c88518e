using System;

namespace Octavo.Compiler.Import;

/// <summary>Ends the import of one node or constant; the reason says what is wrong and what to do, not where.</summary>
internal sealed class ImportException(ProblemKind kind, string reason) : Exception(reason)
{
    public ProblemKind Kind { get; } = kind;

    /// <inheritdoc cref="Problem.OpenInput"/>
    public string? OpenInput { get; init; }
}
