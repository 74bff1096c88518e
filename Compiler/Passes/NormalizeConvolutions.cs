using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Conv1d(x) => Reshape(Conv2d(Reshape(x)))</c> with a height of one, likewise for pools: kernels know images only. Global pools of volumes
/// become global pools of images.
/// </summary>
internal static class NormalizeConvolutions
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            Operator? op = node.Op switch
            {
                Conv { Window.SpatialRank: 1 } conv => conv with { Window = Flat(conv.Window) },
                MaxPool { Window.SpatialRank: 1 } pool => pool with { Window = Flat(pool.Window) },
                AveragePool { Window.SpatialRank: 1 } pool => pool with { Window = Flat(pool.Window) },
                GlobalAveragePool { ChannelsLast: false } pool when node.X.Shape.Rank is 3 or > 4 => pool,
                _ => null,
            };
            if (op is null)
            {
                continue;
            }

            bool channelsLast = op is Conv { ChannelsLast: true } or MaxPool { ChannelsLast: true } or AveragePool { ChannelsLast: true };
            ReshapeInput(0, Image(node.X.Shape, channelsLast));
            if (op is Conv)
            {
                // Weights stay in ONNX order, [M,C,k], whatever the layout of the activations.
                ReshapeInput(1, Image(node.Inputs[1]!.Shape, channelsLast: false));
            }

            Shape y = node.Y.Shape;
            graph.WrapOutput(node, 0, new Reshape(y), node.Y.Type.Of(Image(y, channelsLast)));
            node.Op = op;

            void ReshapeInput(int index, Shape shape) =>
                graph.WrapInput(node, index, new Reshape(shape), node.Inputs[index]!.Type.Of(shape));
        }
    }

    private static Shape Image(Shape shape, bool channelsLast)
    {
        if (shape.Rank == 3)
        {
            return channelsLast ? new Shape(shape[0], 1, shape[1], shape[2]) : new Shape(shape[0], shape[1], 1, shape[2]);
        }

        return new Shape(shape[0], shape[1], (int)shape.Product(2, shape.Rank - 1), shape[-1]);
    }

    private static Window Flat(Window window) => window with
    {
        Kernel = [1, window.Kernel[0]],
        Strides = [1, window.Strides[0]],
        Dilations = [1, window.Dilations[0]],
        PadsBegin = [0, window.PadsBegin[0]],
        PadsEnd = [0, window.PadsEnd[0]],
    };
}
