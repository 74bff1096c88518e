using System;

namespace Octavo.Harness;

/// <summary>An instance of a generated class; one caller at a time.</summary>
public sealed class NetworkInstance : IDisposable
{
    private readonly IDisposable _instance;
    private readonly Action<IDisposable, Array[], Array[], int> _run;

    internal NetworkInstance(IDisposable instance, Action<IDisposable, Array[], Array[], int> run)
    {
        _instance = instance;
        _run = run;
    }

    /// <summary>Calls <c>Run</c> a number of times in a row, without a cost of reflection per call.</summary>
    public void Run(Array[] inputs, Array[] outputs, int times = 1) => _run(_instance, inputs, outputs, times);

    public void Dispose() => _instance.Dispose();
}
