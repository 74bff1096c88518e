using System;
using System.Collections.Generic;

namespace Octavo.Compiler.Import;

/// <summary>What the importer read: the graph, facts about the file, and what it wants to tell the user.</summary>
public sealed record ImportedModel(Graph Graph, string Producer, int Opset, IReadOnlyList<Problem> Problems);

/// <summary>Turns an ONNX file into the intermediate representation.</summary>
public static class OnnxImporter
{
    /// <exception cref="ModelException">The file cannot be compiled; one problem per distinct reason.</exception>
    public static ImportedModel Import(ModelSource source, CompilerOptions options) => throw new NotImplementedException();
}
