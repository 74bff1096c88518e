using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Conv(Pad(x)) => Conv{pads}(x)</c> for padding with zero, <c>AveragePool(Pad(x))</c> likewise when padding counts, <c>MaxPool(Pad(x))</c> for padding
/// with the lowest number.
/// </summary>
internal static class FoldPads
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Inputs.Count > 0 && node.Inputs[0].ProducedBy<Pad>() is { Op: Pad { Mode: PadMode.Constant } pad } source
                && Fold(node, pad, source.X.Type) is { } op)
            {
                node.Op = op;
                node.Inputs[0] = source.X;
            }
        }

        graph.RemoveDeadNodes();
    }

    private static Operator? Fold(Node node, Pad pad, TensorType type) => node.Op switch
    {
        Conv { IsDynamic: false } conv when pad.Value == 0 && Extend(conv.Window, conv.ChannelsLast, pad) is { } window
            => conv with { Window = window },
        AveragePool pool when pad.Value == 0 && !pool.Window.CeilMode && (pool.CountIncludePad || !pool.Window.HasPads)
            && Extend(pool.Window, pool.ChannelsLast, pad) is { } window
            => pool with { Window = window, CountIncludePad = true },
        MaxPool pool when IsLowest(pad.Value, type) && !pool.Window.CeilMode && Extend(pool.Window, pool.ChannelsLast, pad) is { } window
            && LeavesNoWindowEmpty(window)
            => pool with { Window = window },
        _ => null,
    };

    private static bool IsLowest(double value, TensorType type) => type switch
    {
        { Element: ElementType.Float32 } => value <= float.MinValue,
        { Quantization.IsPerTensor: true } => Rewriting.CodeOf(value, type) == type.Element.MinValue(),
        _ => false,
    };

    /// <summary>A window that saw only padding has a defined maximum before and none after.</summary>
    private static bool LeavesNoWindowEmpty(Window window) => Enumerable.Range(0, window.SpatialRank)
        .All(i => window.Dilations[i] == 1 && window.PadsBegin[i] < window.Kernel[i] && window.PadsEnd[i] < window.Kernel[i]);

    private static Window? Extend(Window window, bool channelsLast, Pad pad)
    {
        int first = channelsLast ? 1 : 2;
        int[] others = [0, channelsLast ? pad.Begin.Length - 1 : 1];
        if (others.Any(axis => pad.Begin[axis] != 0 || pad.End[axis] != 0))
        {
            return null;
        }

        return window with
        {
            PadsBegin = window.PadsBegin.Select((p, i) => p + pad.Begin[first + i]).ToArray(),
            PadsEnd = window.PadsEnd.Select((p, i) => p + pad.End[first + i]).ToArray(),
        };
    }
}
