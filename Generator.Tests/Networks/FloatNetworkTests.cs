using System;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Float networks that nobody here made: the results of ONNX Runtime, within what the order of sums explains, and nothing allocated.</summary>
public sealed class FloatNetworkTests
{
    /// <summary>ONNX Runtime's sigmoid is a rational approximation.</summary>
    private const float SigmoidError = 2e-7f;

    /// <param name="name">The network.</param>
    /// <param name="floor">Numbers smaller than this part of the largest are held to what that part is held to.</param>
    /// <param name="shapes">The option InputShapes of a network with open dimensions.</param>
    [SkippableTheory]
    [InlineData("lstm_small_float")]
    [InlineData("mnist_gru_float")]
    [InlineData("denoise_dtln1_float")]
    [InlineData("denoise_gtcrn_float")]
    [InlineData("face_rfb320_float", 0.05f)]
    [InlineData("face_yunet_float")]
    [InlineData("fastestdet_float", 0.2f)]
    [InlineData("kws_m_float")]
    [InlineData("mnist_float")]
    [InlineData("silero_vad_float", 0.01f, "input:1x576,state:2x1x128")]
    [InlineData("super_resolution_float")]
    public void Results_are_those_of_ONNX_Runtime(string name, float floor = 0.01f, string? shapes = null)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        byte[] onnx = File.ReadAllBytes(SharedData.Path("models", name, "model.onnx"));
        using CompiledNetwork network = CompiledNetwork.Load(new ModelSource(name + ".onnx", onnx), new CompilerOptions("Network", InputShapes: shapes));
        foreach (string folder in Directory.EnumerateDirectories(SharedData.Path("models", name), "case_*"))
        {
            Array[] inputs = [.. network.Inputs.Select((input, i) => input.FromBytes(File.ReadAllBytes(Path.Combine(folder, $"input_{i}.bin"))))];
            Array[] outputs = network.Run(inputs);
            for (int o = 0; o < outputs.Length; o++)
            {
                var expected = (float[])network.Outputs[o].FromBytes(File.ReadAllBytes(Path.Combine(folder, $"output_{o}.bin")));
                var actual = (float[])outputs[o];
                float largest = expected.Max(MathF.Abs);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.True(MathF.Abs(actual[i] - expected[i]) <= SigmoidError + (1e-4f * MathF.Max(MathF.Abs(expected[i]), floor * largest)), $"{folder}: output {o}[{i}] is {actual[i]} instead of {expected[i]}");
                }
            }

            using NetworkInstance instance = network.CreateInstance();
            instance.Run(inputs, outputs, times: 2);

            // The framework may allocate once; an inference that allocates never gives 0.
            Assert.Contains(0, Enumerable.Range(0, 3).Select(_ => Allocated(instance, inputs, outputs)));
        }
    }

    private static long Allocated(NetworkInstance instance, Array[] inputs, Array[] outputs)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        instance.Run(inputs, outputs, times: 2);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
