using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>
/// What a model's properties say about state: <c>octavo.state.INPUT</c> names the output that the input of that name is at the next inference, and
/// <c>octavo.initial.INPUT</c> holds its first values, floats with blanks between them. To other runtimes both are ordinary inputs and outputs.
/// </summary>
internal static class StateProperties
{
    public const string State = "octavo.state.";
    public const string Initial = "octavo.initial.";

    /// <exception cref="ModelException">A property names something else than an input and an output of one type and shape, or holds other values than these take.</exception>
    public static IReadOnlyList<StateTensor> Read(IReadOnlyDictionary<string, string> properties, Graph graph) =>
        [.. properties.Where(p => p.Key.StartsWith(State, StringComparison.Ordinal)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Read(p.Key.Substring(State.Length), p.Value, properties, graph))];

    public static string Format(IEnumerable<float> values) => string.Join(" ", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static StateTensor Read(string input, string output, IReadOnlyDictionary<string, string> properties, Graph graph)
    {
        int from = graph.Outputs.FindIndex(o => o.Name == output), to = graph.Inputs.FindIndex(i => i.Name == input);
        if (from < 0 || to < 0 || graph.Outputs[from].Value.Type.Element != graph.Inputs[to].Type.Element || !graph.Outputs[from].Value.Shape.Equals(graph.Inputs[to].Shape))
        {
            throw new ModelException(ProblemKind.MalformedModel, $"The model's property {Printable.Quote(State + input)} is {Printable.Quote(output)}; these are no input and output of one type and shape.");
        }

        return new StateTensor(to, from, properties.TryGetValue(Initial + input, out string? text) ? Values(input, text, graph.Inputs[to].Type) : null);
    }

    private static float[] Values(string input, string text, TensorType type)
    {
        string[] words = text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        float[] values = new float[words.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                values = [];
            }
        }

        return type.Element == ElementType.Float32 && values.Length == type.Shape.Length
            ? values
            : throw new ModelException(ProblemKind.MalformedModel, $"The model's property {Printable.Quote(Initial + input)} does not hold the {type.Shape.Length} floats of that input.");
    }
}
