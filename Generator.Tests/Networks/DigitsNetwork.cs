using System;
using System.IO;
using Octavo.Compiler;
using Octavo.Harness;

namespace Octavo.Generator.Tests.Networks;

/// <summary>The sample's network, compiled once for all tests of a class.</summary>
public sealed class DigitsNetwork : IDisposable
{
    public static readonly CompilerOptions Options = new("Digits");

    public CompiledNetwork Network { get; } = CompiledNetwork.Load(File.ReadAllBytes(Repository.PathOf("Sample", "Models", "digits.onnx")), Options);

    public void Dispose() => Network.Dispose();
}
