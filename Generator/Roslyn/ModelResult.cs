using Octavo.Compiler;

namespace Octavo.Generator.Roslyn;

/// <summary>What became of a model: its source, unless a problem prevents it, and what to tell the user.</summary>
/// <param name="ModelPath">Where the problems are reported.</param>
internal sealed record ModelResult(string ModelPath, GeneratedSource? Source, EquatableArray<Problem> Problems);

/// <param name="HintName">The generated file's name.</param>
internal sealed record GeneratedSource(string HintName, string Text);
