using System.Diagnostics;

namespace ExactGN.Benchmarks;

/// <summary>How long an operation takes on a device.</summary>
internal abstract class DeviceClock : IDisposable
{
    /// <summary>How it measures, in words.</summary>
    internal abstract string Method { get; }

    /// <summary>Seconds from the operation's begin until the device has ended it.</summary>
    /// <param name="operation">What is timed.</param>
    internal abstract double Seconds(Action operation);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>The clock of a CPU, whose operations have ended when they return.</summary>
internal sealed class HostClock : DeviceClock
{
    internal override string Method => "clock";

    internal override double Seconds(Action operation)
    {
        var clock = Stopwatch.StartNew();
        operation();
        return clock.Elapsed.TotalSeconds;
    }
}

/// <summary>The host's clock between two waits for the device: what is left where a device has no events.</summary>
/// <param name="synchronise">Waits until the device has done all it was given.</param>
internal sealed class SynchronisedClock(Action synchronise) : DeviceClock
{
    internal override string Method => "clock between two synchronisations";

    internal override double Seconds(Action operation)
    {
        synchronise();
        var clock = Stopwatch.StartNew();
        operation();
        synchronise();
        return clock.Elapsed.TotalSeconds;
    }
}

/// <summary>Two events of the device, before and after the operation in its own order of work.</summary>
/// <remarks>The device is idle before, so launches that it waits for count and earlier operations do not.</remarks>
internal sealed class EventClock : DeviceClock
{
    private readonly IDeviceEvents _events;
    private readonly nint _begin;
    private readonly nint _end;

    internal EventClock(IDeviceEvents events) => (_events, _begin, _end) = (events, events.Create(), events.Create());

    internal override string Method => "CUDA events";

    internal override double Seconds(Action operation)
    {
        _events.Record(_end);
        _events.Wait(_end);
        _events.Record(_begin);
        operation();
        _events.Record(_end);
        _events.Wait(_end);
        return _events.Milliseconds(_begin, _end) / 1e3;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _events.Destroy(_begin);
        _events.Destroy(_end);
        base.Dispose();
    }
}

/// <summary>A device's events: marks in its order of work, each with the time at which the device came to it.</summary>
internal interface IDeviceEvents
{
    /// <summary>A new event; the caller destroys it.</summary>
    nint Create();

    /// <summary>Puts it behind all that the device was given so far.</summary>
    void Record(nint mark);

    /// <summary>Waits until the device has come to it.</summary>
    void Wait(nint mark);

    /// <summary>The time between two that the device has come to.</summary>
    double Milliseconds(nint from, nint to);

    /// <summary>Frees it.</summary>
    void Destroy(nint mark);
}
