using System;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Dynamically quantized networks that nobody here made: what ONNX Runtime recorded, to the rounding of float additions, and no allocation.</summary>
public sealed class DynamicNetworkTests
{
    [SkippableTheory]
    [InlineData("mnist_dynamic", null)]
    [InlineData("mnist_dynamic_olive", null)]
    [InlineData("mnist_dynamic_conv", null)]
    [InlineData("sequence_dynamic", "input:1x{1}x1x96x96")]
    public void Results_are_those_of_ONNX_Runtime(string name, string? inputShapes)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        byte[] onnx = File.ReadAllBytes(SharedData.Path("models", name, "model.onnx"));
        foreach (string folder in Directory.EnumerateDirectories(SharedData.Path("models", name), "case_*").Order(StringComparer.Ordinal))
        {
            byte[][] inputs = Read(folder, "input");
            string? shapes = inputShapes?.Replace("{1}", $"{inputs[0].Length / (96 * 96 * sizeof(float))}", StringComparison.Ordinal);
            CompilerOptions options = new("Network") { InputShapes = shapes };
            using CompiledNetwork network = CompiledNetwork.Load(new ModelSource(name + ".onnx", onnx), options);
            Array[] arrays = [.. network.Inputs.Select((input, i) => input.FromBytes(inputs[i]))];
            float[] actual = (float[])network.Run(arrays)[0], expected = (float[])network.Outputs[0].FromBytes(Read(folder, "output")[0]);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), pair => Assert.True(MathF.Abs(pair.First - pair.Second) <= 1e-5f * MathF.Max(1, MathF.Abs(pair.First)), $"{pair} in {folder}"));

            using NetworkInstance instance = network.CreateInstance(1);
            Array[] outputs = [.. network.Outputs.Select(o => o.NewArray())];
            instance.Run(arrays, outputs, times: 2);
            long before = GC.GetAllocatedBytesForCurrentThread();
            instance.Run(arrays, outputs, times: 3);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static byte[][] Read(string folder, string kind) =>
        [.. Directory.EnumerateFiles(folder, kind + "_?.bin").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
