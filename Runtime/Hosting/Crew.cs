using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Octavo.Runtime;

/// <summary>What the threads of a <see cref="Team"/> share; it does not know the team, so that a forgotten team can be finalized.</summary>
internal sealed class Crew
{
    private readonly int _parts;
    private readonly Thread[] _workers;
    private readonly Rendezvous _barrier;

    /// <summary>Workers sleep on it until the run number changes.</summary>
    private readonly object _start = new();

    /// <summary>The caller sleeps on it until no worker is busy.</summary>
    private readonly object _finish = new();

    private IPartitioned? _work;
    private Exception? _fault;
    private int _run;
    private int _busy;
    private int _taken;
    private bool _stopped;

    public Crew(int parts)
    {
        _parts = parts;
        _barrier = new Rendezvous(parts);
        _workers = new Thread[parts - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int part = i + 1;
            _workers[i] = new Thread(() => Work(part)) { IsBackground = true, Name = "Octavo " + part };
            _workers[i].Start();
        }
    }

    public void Run(IPartitioned work)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("A model instance runs one call at a time; use one instance per thread, or the static methods.");
        }

        try
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(Team));
            _work = work;
            _fault = null;
            _barrier.Reset();
            Volatile.Write(ref _busy, _workers.Length);
            lock (_start)
            {
                _run++;
                Monitor.PulseAll(_start);
            }

            RunPart(work, 0);
            AwaitWorkers();
            _work = null;
            if (_fault is { } fault)
            {
                _fault = null;
                ExceptionDispatchInfo.Throw(fault);
            }
        }
        finally
        {
            Volatile.Write(ref _taken, 0);
        }
    }

    public void Barrier() => _barrier.Meet();

    public void Stop()
    {
        lock (_start)
        {
            _stopped = true;
            Monitor.PulseAll(_start);
        }
    }

    public void Join()
    {
        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private void Work(int part)
    {
        int seen = 0;
        while (AwaitRun(seen))
        {
            seen++;
            RunPart(_work!, part);
            if (Interlocked.Decrement(ref _busy) == 0)
            {
                lock (_finish)
                {
                    Monitor.Pulse(_finish);
                }
            }
        }
    }

    private void RunPart(IPartitioned work, int part)
    {
        try
        {
            work.Run(part, _parts);
        }
        catch (Exception exception)
        {
            // The first failure is the cause; what the barrier then throws in the other parts is only its consequence.
            Interlocked.CompareExchange(ref _fault, exception, null);
            _barrier.Break();
        }
    }

    /// <summary>False when the crew was stopped.</summary>
    private bool AwaitRun(int seen)
    {
        for (Spinner spinner = new(_parts); Volatile.Read(ref _run) == seen && spinner.Spin();)
        {
        }

        lock (_start)
        {
            while (_run == seen && !_stopped)
            {
                Monitor.Wait(_start);
            }

            return !_stopped;
        }
    }

    private void AwaitWorkers()
    {
        for (Spinner spinner = new(_parts); Volatile.Read(ref _busy) != 0 && spinner.Spin();)
        {
        }

        if (Volatile.Read(ref _busy) != 0)
        {
            lock (_finish)
            {
                while (Volatile.Read(ref _busy) != 0)
                {
                    Monitor.Wait(_finish);
                }
            }
        }
    }
}
