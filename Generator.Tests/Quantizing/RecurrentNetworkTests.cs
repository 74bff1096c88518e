using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Public recurrent networks, quantized with scales computed at run time: from the float file to generated code.</summary>
public class RecurrentNetworkTests
{
    private static readonly CompilerOptions options = new("Network");

    [SkippableTheory]
    [InlineData("denoise_dtln1_float")]
    [InlineData("lstm_small_float")]
    public void Results_stay_near_those_of_the_float_network(string name)
    {
        using CompiledNetwork network = CompiledNetwork.Load(Quantized(name));
        foreach (string folder in Cases(name))
        {
            float[][] results = [.. network.Run(Inputs(network, folder)).Cast<float[]>()];
            for (int o = 0; o < results.Length; o++)
            {
                var expected = (float[])network.Outputs[o].FromBytes(File.ReadAllBytes(Path.Combine(folder, $"output_{o}.bin")));
                double signal = expected.Sum(e => (double)e * e), noise = expected.Zip(results[o], (e, a) => ((double)e - a) * (e - a)).Sum();
                Assert.InRange(10 * Math.Log10(signal / noise), 30, 100);
            }
        }
    }

    [SkippableTheory]
    [InlineData("denoise_dtln1_float")]
    [InlineData("lstm_small_float")]
    public void ONNX_Runtime_agrees(string name)
    {
        byte[] onnx = Quantized(name);
        using var runtime = new Ort(onnx);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        foreach (string folder in Cases(name))
        {
            Array[] inputs = Inputs(network, folder);
            foreach ((float[] expected, Array actual) in runtime.Run(network, [.. inputs.Cast<float[]>()]).Zip(network.Run(inputs)))
            {
                // Its sigmoid, where it is no gate, is a rational approximation.
                Assert.All(expected.Zip((float[])actual), pair => Assert.Equal(pair.First, pair.Second, 1e-7f + (1e-5f * Math.Abs(pair.First))));
            }
        }
    }

    private static byte[] Quantized(string name)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        var source = new ModelSource(name + ".onnx", File.ReadAllBytes(SharedData.Path("models", name, "model.onnx")));
        return ModelQuantizer.Quantize(source, null, new QuantizationSettings { Mode = QuantizationMode.Dynamic }, options).Onnx;
    }

    private static IEnumerable<string> Cases(string name) => Directory.EnumerateDirectories(SharedData.Path("models", name), "case_*");

    private static Array[] Inputs(CompiledNetwork network, string folder) =>
        [.. network.Inputs.Select((input, i) => input.FromBytes(File.ReadAllBytes(Path.Combine(folder, $"input_{i}.bin"))))];
}
