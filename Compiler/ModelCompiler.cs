using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Import;
using Octavo.Compiler.Lengths;
using Octavo.Compiler.Passes;

namespace Octavo.Compiler;

/// <summary>
/// A compiled model. <see cref="Source"/> and <see cref="Weights"/> are made when first asked for, so that the generator does not pack weights
/// and the weights task does not write C#.
/// </summary>
public sealed class CompiledModel
{
    private readonly Lazy<string> _source;
    private readonly Lazy<byte[]> _weights;

    internal CompiledModel(Plan plan, CompilerOptions options, Origin origin, IReadOnlyList<Problem> problems, OpenLength? open = null)
    {
        _source = new Lazy<string>(() => ClassWriter.Write(plan, options, origin, open));
        _weights = new Lazy<byte[]>(() => plan.Weights.Build(origin.WeightsHash));
        WeightsResourceName = WeightsResource.NameOf(options);
        Problems = problems;
        Plan = plan;
    }

    /// <summary>The C# file; it finds its weights in the assembly's resource <see cref="WeightsResourceName"/>.</summary>
    public string Source => _source.Value;

    /// <summary>The weights blob.</summary>
    public byte[] Weights => _weights.Value;

    public string WeightsResourceName { get; }

    /// <summary>Infos and warnings.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    internal Plan Plan { get; }
}

/// <summary>The compiler: ONNX bytes and options in, C# text and a weights blob out. Pure: it reads no files, clock, culture or environment.</summary>
public static class ModelCompiler
{
    /// <summary>The compiler's version as the generated file names it.</summary>
    public static string Version { get; } = typeof(ModelCompiler).Assembly.GetName().Version!.ToString(3);

    /// <exception cref="ModelException">The model cannot be compiled; one problem per distinct reason.</exception>
    public static CompiledModel Compile(ModelSource source, CompilerOptions options, CancellationToken cancellation = default)
    {
        using var hash = new SourceHash(source, options);
        LengthRange? lengths = LengthRange.Of(options.InputShapes);
        ImportedModel imported = OnnxImporter.Import(hash.Watched, LengthRange.Greatest(options));
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<Problem> findings = Pipeline.Run(imported.Graph);
        cancellation.ThrowIfCancellationRequested();
        (Plan plan, OpenLength? open) = lengths is null
            ? (Planner.Plan(imported.Graph, options.ClassName), null)
            : LengthCompiler.Compile(source, options, lengths, imported.Graph, cancellation);
        var origin = new Origin(source.FileName, imported.Graph.Name, imported.Producer, imported.Opset, FileHash(source), hash.Value, Version);
        return new CompiledModel(plan, options, origin, imported.Problems.Concat(findings).ToList(), open);
    }

    private static byte[] FileHash(ModelSource source)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(source.Bytes);
    }

    /// <summary>
    /// The hash that ties generated code to its weights: of everything that decides what the weights blob holds - the model, the external data it
    /// reads, the options and the compiler.
    /// </summary>
    private sealed class SourceHash : IDisposable
    {
        private readonly SHA256 _sha = SHA256.Create();
        private byte[]? _value;

        public SourceHash(ModelSource source, CompilerOptions options)
        {
            Update(source.Bytes);
            Update(Encoding.UTF8.GetBytes($"\n{Version}\n{typeof(ModelCompiler).Module.ModuleVersionId}\n{options.InputShapes}\n{options.InputValues}\n"));
            Watched = source.ReadSibling is not { } read ? source : source with
            {
                ReadSibling = name =>
                {
                    byte[]? bytes = read(name);
                    Update(bytes ?? []);
                    return bytes;
                },
            };
        }

        /// <summary>The source, with its external data passing through the hash as the importer reads it.</summary>
        public ModelSource Watched { get; }

        public byte[] Value
        {
            get
            {
                if (_value is null)
                {
                    _sha.TransformFinalBlock([], 0, 0);
                    _value = _sha.Hash;
                }

                return _value;
            }
        }

        public void Dispose() => _sha.Dispose();

        private void Update(byte[] bytes) => _sha.TransformBlock(bytes, 0, bytes.Length, null, 0);
    }
}
