using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>
/// Inserts copies where a kernel needs a tensor to lie as its producer cannot leave it, so that the planner after it never has to: the input of a padded convolution
/// whose halo cannot be planned, operands that kernels read past their end from the caller's memory, and graph outputs that are inputs, constants
/// or other outputs.
/// </summary>
internal static class PlaceCopies
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Conv or MatMul && node.X is { IsConstant: false } x && NeedsCopy(graph, node, x))
            {
                node.Inputs[0] = graph.InsertBefore(node, new Copy(), node.Name + "/input", [x], x.Type);
            }

            // Epilogues read the residual a register at a time.
            if (node.Op is Conv { Residual: not null } or MatMul { Residual: not null } && node.Inputs[3] is { IsConstant: false } residual && IsExternal(graph, residual))
            {
                node.Inputs[3] = graph.InsertBefore(node, new Copy(), node.Name + "/residual", [residual], residual.Type);
            }
        }

        var published = new HashSet<Value>();
        foreach (GraphOutput output in graph.Outputs)
        {
            if (output.Value.IsConstant || output.Value.Producer is null || !published.Add(output.Value))
            {
                output.Value = graph.Add(new Copy(), output.Name, [output.Value], output.Value.Type);
            }
        }
    }

    /// <summary>The halo that a convolution needs around its input.</summary>
    public static Halo HaloOf(Node node)
    {
        if (node.Op is not Conv { Window: { SpatialRank: 2 } window, ChannelsLast: true })
        {
            return default;
        }

        return new Halo(window.PadsBegin[0], window.PadsBegin[1], Overhang(0), Overhang(1));

        // How far the last window reaches behind the image, which is less than the pad when the stride does not divide.
        int Overhang(int axis)
        {
            int end = ((node.Y.Shape[1 + axis] - 1) * window.Strides[axis]) + ((window.Kernel[axis] - 1) * window.Dilations[axis]) + 1;
            return Math.Max(0, end - window.PadsBegin[axis] - node.X.Shape[1 + axis]);
        }
    }

    /// <summary>True when the value's storage may have a halo: its producer can skip one while writing and every consumer while reading.</summary>
    public static bool CanHaveHalo(Graph graph, Value value) =>
        value.Producer is { } producer && value.Shape.Rank == 4 && !graph.IsOutput(value) && IsMaterialized(producer)
        && NodeAccess.OfOutput(producer) != Access.Dense
        && graph.Consumers(value).All(c => IsMaterialized(c)
            && Enumerable.Range(0, c.Inputs.Count).All(i => c.Inputs[i] != value || NodeAccess.OfInput(c, i) != Access.Dense));

    /// <summary>False for nodes whose output is, or may become, a view of their input: they have no layer of their own.</summary>
    public static bool IsMaterialized(Node node) =>
        node.Op is not (Reshape or Split or Slice or Transpose or Concat) && node.Op is not Reinterpret { Offset: 0 };

    /// <summary>True when the halo's code is a zero point that is computed at run time.</summary>
    public static bool HasDynamicHalo(Graph graph, Value value) => graph.Consumers(value).Any(c => c.X == value && c.Op is Conv { IsDynamic: true });

    private static bool NeedsCopy(Graph graph, Node node, Value x)
    {
        if (!HaloOf(node).IsEmpty && (!CanHaveHalo(graph, x) || HaloDiffers(graph, node, x)))
        {
            return true;
        }

        // Dot products read their last group of four whole. Inside the arena there is always something behind; behind the caller's span there may be none.
        int run = node.Op is Conv ? node.Inputs[1]!.Shape[1] : x.Shape[-1];
        return run % 4 != 0 && IsExternal(graph, x);
    }

    /// <summary>Another convolution pads the same codes with another zero point.</summary>
    private static bool HaloDiffers(Graph graph, Node node, Value x) =>
        HasDynamicHalo(graph, x) && graph.Consumers(x).Any(c => !HaloOf(c).IsEmpty && (c.Op is not Conv { IsDynamic: true } || c.Input(4) != node.Input(4)));

    private static bool IsExternal(Graph graph, Value value)
    {
        for (Value? v = value; v is not null; v = v.Producer is { } p && !IsMaterialized(p) ? p.X : null)
        {
            if (graph.Inputs.Contains(v) || graph.IsOutput(v))
            {
                return true;
            }
        }

        // A value that flows through views into an output lies in the caller's memory as well.
        return graph.Consumers(value).Any(c => !IsMaterialized(c) && c.Outputs.Any(o => IsExternal(graph, o)));
    }
}
