using System;
using System.Collections.Generic;
using System.Threading;

namespace Octavo.Compiler;

/// <summary>
/// A compiled model. <see cref="Source"/> and <see cref="Weights"/> are computed when first asked for, so that the generator does not pack weights
/// and the weights task does not write C#.
/// </summary>
public sealed class CompiledModel
{
    /// <summary>The C# file; it finds its weights in the assembly's resource <see cref="WeightsResourceName"/>.</summary>
    public string Source => throw new NotImplementedException();

    /// <summary>The weights blob.</summary>
    public byte[] Weights => throw new NotImplementedException();

    public string WeightsResourceName => throw new NotImplementedException();

    /// <summary>Infos and warnings.</summary>
    public IReadOnlyList<Problem> Problems => throw new NotImplementedException();
}

/// <summary>The compiler: ONNX bytes and options in, C# text and a weights blob out. Pure: it reads no files, clock, culture or environment.</summary>
public static class ModelCompiler
{
    /// <exception cref="ModelException">The model cannot be compiled; one problem per distinct reason.</exception>
    public static CompiledModel Compile(ModelSource source, CompilerOptions options, CancellationToken cancellation = default) => throw new NotImplementedException();
}
