using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>Checks the invariants that every pass relies on and must keep. A violation is a defect of the compiler, not of the model.</summary>
public static class Verifier
{
    /// <exception cref="InvalidOperationException">The graph is broken; the message names the pass, the node and the reason.</exception>
    public static void Verify(Graph graph, string after)
    {
        var known = new HashSet<Value>(graph.Inputs);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && !input.IsConstant && !known.Contains(input))
                {
                    throw Broken(node, $"reads '{input.Name}' before it is computed");
                }
            }

            Shape[] expected;
            try
            {
                expected = node.Op.InferShapes(node.Inputs.Select(v => v?.Shape).ToArray());
            }
            catch (ShapeException exception)
            {
                throw Broken(node, exception.Message);
            }

            if (expected.Length != node.Outputs.Count)
            {
                throw Broken(node, $"has {node.Outputs.Count} outputs instead of {expected.Length}");
            }

            for (int i = 0; i < expected.Length; i++)
            {
                Value output = node.Outputs[i];
                if (!expected[i].Equals(output.Shape))
                {
                    throw Broken(node, $"declares {output.Shape} for '{output.Name}', inference says {expected[i]}");
                }

                if (output.Producer != node || !known.Add(output))
                {
                    throw Broken(node, $"is not the only producer of '{output.Name}'");
                }

                Quantization? quantization = output.Type.Quantization;
                if (quantization is not null && !output.Type.Element.IsQuantizable())
                {
                    throw Broken(node, $"gives '{output.Name}' a quantization on {output.Type.Element}");
                }

                if (quantization is { IsPerTensor: false } && (quantization.Axis >= output.Shape.Rank || quantization.Count != output.Shape[quantization.Axis]))
                {
                    throw Broken(node, $"gives '{output.Name}' {output.Shape} {quantization.Count} scales on axis {quantization.Axis}");
                }
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            if (!output.Value.IsConstant && !known.Contains(output.Value))
            {
                throw new InvalidOperationException($"After {after}: output '{output.Name}' is never computed.");
            }
        }

        InvalidOperationException Broken(Node node, string reason) =>
            new($"After {after}: node '{node.Name}' ({node.Op.Name}) {reason}.");
    }
}
