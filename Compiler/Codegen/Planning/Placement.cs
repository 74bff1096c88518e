using System;
using System.Linq;
using Octavo.Compiler.Passes;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>
/// Decides where every value lies. Values flow into the place where they are wanted: graph outputs lie in the caller's spans, the inputs of a Concat
/// inside its output, reshaped, split, sliced and transposed tensors are views wherever the kernels on both sides can walk them.
/// </summary>
internal sealed class Placement(Graph graph, PlanContext context)
{
    public void Run()
    {
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            Value input = graph.Inputs[i];
            Place(input, View.Dense(new Storage(StorageKind.Input, input.Type.Element, input.Shape.Length) { Position = i }, input.Shape));
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            Value output = graph.Outputs[i].Value;
            Place(output, View.Dense(new Storage(StorageKind.Output, output.Type.Element, output.Shape.Length) { Position = i }, output.Shape));
        }

        foreach (Node node in graph.Nodes.Reverse())
        {
            PlaceBackward(node);
        }

        foreach (Node node in graph.Nodes)
        {
            PlaceForward(node);
        }
    }

    /// <summary>The view of a node's input that its output would be, or null when no view can express it.</summary>
    public static View? Through(Node node, View input, int output) => node.Op switch
    {
        Reinterpret { Offset: 0 } => input,
        Reshape when input.IsDense => View.Dense(input.Storage, node.Y.Shape) with { Offset = input.Offset },
        Transpose transpose => input with { Shape = node.Y.Shape, Strides = transpose.Permutation.Select(p => input.Strides[p]).ToArray() },
        Slice slice => input with
        {
            Offset = input.Offset + slice.Starts.Select((s, axis) => s * input.Strides[axis]).Sum(),
            Shape = node.Y.Shape,
            Strides = input.Strides.Select((s, axis) => s * slice.Steps[axis]).ToArray(),
        },
        Split split => input with
        {
            Offset = input.Offset + (split.Sizes.Take(output).Sum() * input.Strides[split.Axis]),
            Shape = node.Outputs[output].Shape,
        },
        _ => null,
    };

    /// <summary>Places the outputs of a node that computes, then lets the inputs of a node that only arranges flow into its output.</summary>
    private void PlaceBackward(Node node)
    {
        if (PlaceCopies.IsMaterialized(node) || node.Op is Concat || JoinsMatrices(node))
        {
            foreach (Value output in node.Outputs.Where(o => !context.HasView(o)))
            {
                PlaceNew(output);
            }
        }

        if (!context.HasView(node.Y))
        {
            return;
        }

        View y = context.View(node.Y);
        switch (node.Op)
        {
            case Reinterpret { Offset: 0 }:
                Offer(node.X, y);
                break;
            case Reshape when y.IsDense:
                Offer(node.X, View.Dense(y.Storage, node.X.Shape) with { Offset = y.Offset });
                break;
            case Transpose transpose:
                int[] strides = new int[y.Strides.Length];
                for (int axis = 0; axis < strides.Length; axis++)
                {
                    strides[transpose.Permutation[axis]] = y.Strides[axis];
                }

                Offer(node.X, y with { Shape = node.X.Shape, Strides = strides });
                break;
            case Concat concat:
                int offset = y.Offset;
                foreach (Value? part in node.Inputs)
                {
                    if (node.Inputs.Count(i => i == part) == 1)
                    {
                        Offer(part!, y with { Offset = offset, Shape = part!.Shape });
                    }

                    offset += part!.Shape[concat.Axis] * y.Strides[concat.Axis];
                }

                break;
        }
    }

    /// <summary>A transpose behind a float product, before a reshape, which needs its tensor without gaps: the product can write its matrices between one another.</summary>
    private bool JoinsMatrices(Node node) =>
        node.Op is Transpose && node.X.ProducedBy<MatMul>() is { } product && NodeAccess.OfOutput(product) == Access.Rows
        && graph.SingleConsumer(node.X) == node && graph.Consumers(node.Y).Any(c => c.Op is Reshape);

    /// <summary>Lets a value lie inside another's storage when its producer can write and all its consumers can read it there.</summary>
    private void Offer(Value value, View view)
    {
        if (value.IsConstant || context.HasView(value) || value.Producer is not { } producer)
        {
            return;
        }

        bool movedLater = producer.Op is Split or Slice;
        bool padded = graph.Consumers(value).Any(c => c.X == value && !PlaceCopies.HaloOf(c).IsEmpty);
        if (!movedLater && !padded && AccessOfOutput(producer).Allows(view) && ConsumersAllow(value, view))
        {
            Place(value, view);
        }
    }

    private void PlaceForward(Node node)
    {
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            Value output = node.Outputs[i];
            if (context.HasView(output))
            {
                continue;
            }

            View? view = Through(node, context.View(node.X), i);
            if (view is not null && ConsumersAllow(output, view) && !NeedsHalo(output))
            {
                Place(output, view);
            }
            else
            {
                PlaceNew(output);
            }
        }
    }

    // A node that arranges writes by a strided copy when its output is no view.
    private static Access AccessOfOutput(Node producer) => producer.Op is Reshape ? Access.Dense : NodeAccess.OfOutput(producer);

    private bool ConsumersAllow(Value value, View view) =>
        graph.Consumers(value).All(c => Enumerable.Range(0, c.Inputs.Count).All(i => c.Inputs[i] != value || AccessOfInput(c, i).Allows(view)));

    private static Access AccessOfInput(Node consumer, int index) => consumer.Op is Reshape ? Access.Dense : NodeAccess.OfInput(consumer, index);

    private bool NeedsHalo(Value value) => graph.Consumers(value).Any(c => c.X == value && !PlaceCopies.HaloOf(c).IsEmpty);

    private void PlaceNew(Value value)
    {
        var halo = default(Halo);
        if (PlaceCopies.CanHaveHalo(graph, value))
        {
            foreach (Node consumer in graph.Consumers(value))
            {
                halo = consumer.X == value ? halo.Union(PlaceCopies.HaloOf(consumer)) : halo;
            }
        }

        Shape shape = value.Shape;
        if (halo.IsEmpty)
        {
            Place(value, View.Dense(new Storage(StorageKind.Arena, value.Type.Element, shape.Length), shape));
            return;
        }

        int row = (shape[2] + halo.Left + halo.Right) * shape[3];
        int item = checked((shape[1] + halo.Top + halo.Bottom) * row);
        var storage = new Storage(StorageKind.Arena, value.Type.Element, checked((long)shape[0] * item))
        {
            Image = (shape[0], shape[1], shape[2], shape[3], halo),
            HaloValue = PlaceCopies.HasDynamicHalo(graph, value) ? null : value.Type.Quantization is { IsPerTensor: true } quantization ? quantization.ZeroPoint : 0,
        };
        Place(value, new View(storage, (halo.Top * row) + (halo.Left * shape[3]), shape, [item, row, shape[3], 1]));
    }

    private void Place(Value value, View view)
    {
        if (view.Storage.Elements * view.Storage.Element.Size() > int.MaxValue)
        {
            throw new ModelException(ProblemKind.UnsupportedType, $"'{value.Name}' {value.Type} is larger than 2 GB, which no kernel can address.");
        }

        context.Place(value, view);
    }
}
