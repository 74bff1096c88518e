using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary><c>Conv(x) => T'(Conv{channels last}(T(x)))</c> on images, likewise for pools and BatchNormalization, with T from [N,C,H,W] to [N,H,W,C].</summary>
internal static class UseChannelsLast
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            Operator? op = node.Op switch
            {
                Conv { ChannelsLast: false } conv => conv with { ChannelsLast = true },
                MaxPool { ChannelsLast: false } pool => pool with { ChannelsLast = true },
                AveragePool { ChannelsLast: false } pool => pool with { ChannelsLast = true },
                GlobalAveragePool { ChannelsLast: false } pool => pool with { ChannelsLast = true },
                BatchNormalization { ChannelsLast: false } norm => norm with { ChannelsLast = true },
                _ => null,
            };
            int rank = node.Inputs.Count == 0 ? 0 : node.X.Shape.Rank;
            if (op is null || rank < 3)
            {
                continue;
            }

            int[] last = Permutations.ToChannelsLast(rank);
            graph.WrapInput(node, 0, new Transpose(last), Permutations.Apply(node.X.Type, last));
            graph.WrapOutput(node, 0, new Transpose(Permutations.Inverse(last)), Permutations.Apply(node.Y.Type, last));
            node.Op = op;
        }
    }
}
