using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Conformance.Suites;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Reference;

/// <summary>Whatever of ONNX's own backend tests imports, evaluates to the expected tensors.</summary>
public class OnnxBackendTests
{
    /// <param name="least">How many of the suite's cases have to import, so that the test cannot pass by refusing them.</param>
    [SkippableTheory]
    [InlineData("node", 200)]
    [InlineData("simple", 1)]
    [InlineData("pytorch-converted", 40)]
    [InlineData("pytorch-operator", 10)]
    public void Imported_cases_have_the_expected_results(string suite, int least)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        var wrong = new List<string>();
        int evaluated = 0;
        foreach (string folder in Directory.GetDirectories(SharedData.Path("onnx-tests", suite)).OrderBy(f => f, StringComparer.Ordinal))
        {
            if (Difference(folder) is { } difference)
            {
                evaluated++;
                if (difference.Length > 0)
                {
                    wrong.Add($"{Path.GetFileName(folder)}: {difference}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(evaluated >= least, $"Only {evaluated} cases of {suite} import.");
    }

    /// <returns>Null when the case does not import or feeds another shape, empty when the results are right.</returns>
    private static string? Difference(string folder)
    {
        Graph graph;
        try
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
            graph = OnnxImporter.Import(new ModelSource("model.onnx", bytes), new CompilerOptions("Model")).Graph;
        }
        catch (ModelException)
        {
            return null;
        }

        TensorData[]? inputs = Tensors(folder, "input", graph.Inputs.Count);
        if (inputs is null || !inputs.Select(x => x.Shape).SequenceEqual(graph.Inputs.Select(v => v.Shape)))
        {
            return null;
        }

        IReadOnlyList<TensorData> results = Evaluator.Run(graph, inputs);
        return string.Concat(Tensors(folder, "output", graph.Outputs.Count)!.Zip(results, Difference));
    }

    private static string Difference(TensorData expected, TensorData actual)
    {
        if (expected.Element != actual.Element || !expected.Shape.Equals(actual.Shape))
        {
            return $"{actual.Element}{actual.Shape} instead of {expected.Element}{expected.Shape}";
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double e = expected.FloatAt(i), a = actual.FloatAt(i);
            double tolerance = expected.Element.IsFloat() ? 1e-6 + (1e-3 * Math.Abs(e)) : 0;
            if (!e.Equals(a) && !(Math.Abs(e - a) <= tolerance))
            {
                return $"[{i}] is {a} instead of {e}";
            }
        }

        return "";
    }

    private static TensorData[]? Tensors(string folder, string kind, int count)
    {
        var tensors = new List<TensorData>();
        for (int i = 0; i < count; i++)
        {
            if (TensorFile.Read(Path.Combine(folder, "test_data_set_0", $"{kind}_{i}.pb")) is not { } tensor)
            {
                return null;
            }

            tensors.Add(tensor);
        }

        return [.. tensors];
    }
}
