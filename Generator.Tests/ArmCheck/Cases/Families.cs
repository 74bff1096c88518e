using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>Kernels that are checked together.</summary>
internal enum Family
{
    Convolution,
    Depthwise,
    Elementwise,
    Pool,
    Float,
    FloatLayer,
    Recurrent,
    Movement,
    Fusion,
    BlockProduct,
}

internal static class Families
{
    /// <summary>The digest of what the kernels of an instruction set write in a family's case of this number.</summary>
    public static ulong Digest(Family family, InstructionSet set, int number, Scratch scratch)
    {
        var random = new Random(number);
        return family switch
        {
            Family.Convolution => ConvolutionCase.Run(set, random, scratch),
            Family.Depthwise => DepthwiseCase.Run(set, random, scratch),
            Family.Elementwise => ElementwiseCase.Run(set, random, scratch),
            Family.Pool => PoolCase.Run(set, random, scratch),
            Family.Float => FloatCase.Run(set, random, scratch),
            Family.FloatLayer => FloatLayerCase.Run(set, random, scratch),
            Family.Recurrent => RecurrentCase.Run(set, random, scratch),
            Family.Movement => MovementCase.Run(random, scratch),
            Family.Fusion => FusionCase.Run(set, random, scratch),
            Family.BlockProduct => BlockProductCase.Run(set, random, scratch),
            _ => throw new ArgumentOutOfRangeException(nameof(family)),
        };
    }
}
