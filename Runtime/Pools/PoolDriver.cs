using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>A pool over windows.</summary>
internal interface IPool : IChannels
{
    /// <summary>The window that is reduced next.</summary>
    PoolWindow Window { set; }
}

/// <summary>The output pixels of a pool, divided among the parts.</summary>
internal static unsafe class PoolDriver
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TPool>(InstructionSet set, TPool pool, byte* x, byte* y, in PoolShape shape, int part, int parts)
        where TPool : struct, IPool
    {
        (int first, int end) = Share.Of(shape.Items * shape.OutputHeight * shape.OutputWidth, part, parts);
        for (int pixel = first; pixel < end; pixel++)
        {
            PoolWindow window = new(shape, pixel);
            pool.Window = window;
            ChannelDriver.Run(set, ref pool, x + window.Input, y + window.Output, 0, shape.Channels);
        }
    }
}
