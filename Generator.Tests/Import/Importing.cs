using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>What the import tests do with a model.</summary>
internal static class Importing
{
    public static ImportedModel Import(OnnxBuilder model, string? inputShapes = null, Func<string, byte[]?>? siblings = null, string? inputValues = null)
    {
        ImportedModel imported = OnnxImporter.Import(
            new ModelSource("test.onnx", model.Build(), siblings), new CompilerOptions("Test", InputShapes: inputShapes, InputValues: inputValues));
        Verifier.Verify(imported.Graph, "import");
        return imported;
    }

    public static Graph Graph(OnnxBuilder model) => Import(model).Graph;

    /// <summary>The operators of the graph, in order.</summary>
    public static string Operators(OnnxBuilder model) => string.Join(" ", Graph(model).Nodes.Select(n => n.Op.Name));

    /// <summary>Imports a model that must be refused for one reason.</summary>
    public static Problem Refused(OnnxBuilder model, string? inputShapes = null, Func<string, byte[]?>? siblings = null, string? inputValues = null) =>
        Assert.Single(RefusedFor(model, inputShapes, siblings));

    public static IReadOnlyList<Problem> RefusedFor(OnnxBuilder model, string? inputShapes = null, Func<string, byte[]?>? siblings = null, string? inputValues = null) =>
        Assert.Throws<ModelException>(() => Import(model, inputShapes, siblings)).Problems;

    /// <summary>Imports a model and evaluates its first output; inputs are filled with the numbers given.</summary>
    public static TensorData Evaluate(OnnxBuilder model, params float[][] inputs)
    {
        Graph graph = Graph(model);
        IEnumerable<TensorData> tensors = graph.Inputs.Zip(inputs, (value, numbers) => value.Type.Element switch
        {
            ElementType.Float32 => TensorData.Floats(value.Shape, numbers),
            ElementType.UInt8 => TensorData.From<byte>(ElementType.UInt8, value.Shape, numbers.Select(n => (byte)n).ToArray()),
            ElementType.Int8 => TensorData.From<sbyte>(ElementType.Int8, value.Shape, numbers.Select(n => (sbyte)n).ToArray()),
            ElementType.Int64 => TensorData.Longs(value.Shape, numbers.Select(n => (long)n).ToArray()),
            _ => throw new NotSupportedException(value.Type.ToString()),
        });
        return Evaluator.Run(graph, tensors.ToList())[0];
    }

    /// <summary>The first output of a model whose inputs are filled with 0, 1, 2, …</summary>
    public static TensorData EvaluateCounting(OnnxBuilder model) =>
        Evaluate(model, Graph(model).Inputs.Select(i => Enumerable.Range(0, (int)i.Shape.Length).Select(n => (float)n).ToArray()).ToArray());

    /// <summary>On random inputs, the results a, c, e … equal the results b, d, f … after them.</summary>
    public static void ExpectPairs(Random random, OnnxBuilder model, int count, ElementType element = ElementType.Float32)
    {
        for (char name = 'a'; name < 'a' + count; name++)
        {
            model.Output(name.ToString(), element);
        }

        Graph graph = Graph(model);
        TensorData[] inputs = [.. graph.Inputs.Select(i => Lowered.Random(random, i.Type.Element, i.Shape.ToArray()))];
        IReadOnlyList<TensorData> outputs = Evaluator.Run(graph, inputs);
        for (int i = 0; i < count; i += 2)
        {
            Assert.Equal(outputs[i + 1].Shape, outputs[i].Shape);
            Assert.All(
                Enumerable.Range(0, (int)outputs[i].Shape.Length),
                k => Assert.True(Math.Abs(outputs[i].FloatAt(k) - outputs[i + 1].FloatAt(k)) <= (element.IsFloat() ? 1e-5 : 0), $"{(char)('a' + i)}[{k}] is {outputs[i].FloatAt(k)} instead of {outputs[i + 1].FloatAt(k)}"));
        }
    }

    public static void AssertEqual(TensorData tensor, int[] shape, params float[] expected)
    {
        Assert.Equal(new Shape(shape), tensor.Shape);
        Assert.Equal(expected, tensor.ToFloats());
    }
}
