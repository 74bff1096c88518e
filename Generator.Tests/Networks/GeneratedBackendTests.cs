using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Whatever of ONNX's own operator tests compiles, gives the expected tensors when the generated code runs.</summary>
public sealed class GeneratedBackendTests
{
    [SkippableTheory]
    [InlineData("node", 180)]
    [InlineData("pytorch-operator", 8)]
    public void Compiled_cases_have_the_expected_results(string suite, int least)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        var wrong = new List<string>();
        int run = 0;
        foreach (string folder in Directory.GetDirectories(SharedData.Path("onnx-tests", suite)).Order(StringComparer.Ordinal))
        {
            if (Difference(folder) is { } difference)
            {
                run++;
                if (difference.Length > 0)
                {
                    wrong.Add($"{Path.GetFileName(folder)}: {difference}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {run}\n" + string.Join("\n", wrong));
        Assert.True(run >= least, $"Only {run} cases of {suite} compile.");
    }

    /// <returns>Null when the case is refused or feeds another shape, empty when the results are right.</returns>
    private static string? Difference(string folder)
    {
        CompiledModel model;
        try
        {
            model = ModelCompiler.Compile(new ModelSource("model.onnx", File.ReadAllBytes(Path.Combine(folder, "model.onnx"))), Lowered.Options);
        }
        catch (ModelException)
        {
            return null;
        }

        // A graph whose results are all constants says nothing about generated code.
        if (model.Plan.Layers.All(l => l.Kernel == "copy"))
        {
            return null;
        }

        using CompiledNetwork network = CompiledNetwork.Load(model, Lowered.Options);
        TensorData[]? inputs = Tensors(folder, "input", network.Inputs.Count), outputs = Tensors(folder, "output", network.Outputs.Count);
        if (inputs is null || outputs is null || !inputs.Select(x => x.Length).SequenceEqual(network.Inputs.Select(i => i.Length)))
        {
            return null;
        }

        Array[] actual = network.Run([.. inputs.Select(Lowered.ToArray)]);
        return string.Concat(outputs.Zip(actual, Difference));
    }

    private static string Difference(TensorData expected, Array actual)
    {
        if (expected.Length != actual.Length)
        {
            return $"{actual.Length} elements instead of {expected.Length}";
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double e = expected.FloatAt(i), a = actual.GetValue(i) is Half half ? (double)half : Convert.ToDouble(actual.GetValue(i));
            double tolerance = expected.Element.IsFloat() ? 1e-5 + (1e-3 * Math.Abs(e)) : 0;
            if (!e.Equals(a) && !(Math.Abs(e - a) <= tolerance))
            {
                return $"[{i}] is {a} instead of {e}";
            }
        }

        return "";
    }

    private static TensorData[]? Tensors(string folder, string kind, int count)
    {
        TensorData?[] tensors = [.. Enumerable.Range(0, count).Select(i => TensorFile.Read(Path.Combine(folder, "test_data_set_0", $"{kind}_{i}.pb")))];
        return tensors.Contains(null) ? null : tensors.Select(t => t!).ToArray();
    }
}
