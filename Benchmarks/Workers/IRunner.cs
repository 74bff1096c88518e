using System;

namespace Octavo.Benchmarks.Workers;

/// <summary>Something whose time is measured.</summary>
internal interface IRunner : IDisposable
{
    void Run(int times);
}
